from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "web"

    def ready(self) -> None:
        """Find what every app registers with the kits."""
        autodiscover_modules("tabs", "cards", "queues", "menu", "jobs")
