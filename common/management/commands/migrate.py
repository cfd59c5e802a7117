"""`migrate` as the role that owns the tables, because the runtime role may not change them."""

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    """Django's migrate with `--database owner` as the default."""

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        if "owner" in settings.DATABASES:
            parser.set_defaults(database="owner")
