"""``manage.py rotate-keys``: encrypt everything stored with the first of ENCRYPTION_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules

from common.encryption import InvalidToken, stored


class Command(BaseCommand):
    """Encrypts again whatever apps registered in their `encrypted.py`. Running it twice is harmless."""

    help = "Encrypt everything stored with the first of ENCRYPTION_KEYS, so that the others can be removed."

    def handle(self, **options: Any) -> None:
        """Print how many rows were encrypted, by what they are."""
        autodiscover_modules("encrypted")
        for name, renew in stored():
            try:
                self.stdout.write(f"{name}: {renew()} encrypted with the first key")
            except InvalidToken:
                raise CommandError(
                    f"None of ENCRYPTION_KEYS decrypts all the {name}. Add the key they were encrypted with."
                ) from None
