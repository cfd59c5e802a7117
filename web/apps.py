from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        """Import the modules in which apps register with the kits."""
        autodiscover_modules(
            "permissions",
            "scopes",
            "tabs",
            "cards",
            "public",
            "actions",
            "checklist",
            "queues",
            "reports",
            "menu",
            "jobs",
            "personal",
            "api_enums",
            "undo",
            "ways",
        )
