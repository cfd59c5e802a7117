from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatusesConfig(AppConfig):
    name = "statuses"
    verbose_name = _("Levels")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from statuses.certificates import checks, mailing  # noqa: F401 - importing them registers what they hold
