from django.apps import AppConfig
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programs.definition.words import ask_reader


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Program")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show the texts of program files in the reader's language."""
        ask_reader(get_language)
