"""The configuration of the ground itself."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    """Starts the embedded servers where none are given: the only place that does so in a process."""

    name = "config"
    label = "ground"
    verbose_name = "Ground"

    def ready(self) -> None:
        from config import embedded

        embedded.ensure()
