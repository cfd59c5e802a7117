from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer the lists of the admin."""
        from desk.lists import DESK
        from web.admin.desk import register_desk

        register_desk(DESK)
