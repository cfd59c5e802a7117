from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect events to the operations they trigger, as listed in portal/reactions.py."""
        from common.events import subscribe
        from portal.reactions import REACTIONS

        subscribe(REACTIONS)
