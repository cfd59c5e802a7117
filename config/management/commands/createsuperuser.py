"""``manage.py createsuperuser``, as the system: nobody else may write flags of people.

It is here because `config` comes before `django.contrib.auth` in INSTALLED_APPS, so its commands replace Django's.
"""

from typing import Any

from django.contrib.auth.management.commands.createsuperuser import Command as CreateSuperuser

from common.tenancy import bind_system


class Command(CreateSuperuser):
    """Django's command in a transaction that is bound to the system."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask and create as Django does."""
        with bind_system():
            super().handle(*args, **options)
