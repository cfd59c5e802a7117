from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        """Import the modules in which apps register with the kits."""
        from web.api.field_words import use_our_words  # settings and apps must be ready for it

        use_our_words()
        autodiscover_modules(
            "permissions",
            "scopes",
            "tabs",
            "cards",
            "finders",
            "public",
            "actions",
            "checklist",
            "queues",
            "holdings",
            "reports",
            "menu",
            "jobs",
            "personal",
            "api_enums",
            "undo",
            "ways",
        )
