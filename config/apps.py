"""The app configuration of `config`."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """Starts the embedded servers if none are configured: the only place in a process that does."""

    name = "config"
    label = "ground"
    verbose_name = "Ground"

    def ready(self) -> None:
        from config import embedded

        embedded.ensure()
