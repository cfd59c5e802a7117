"""``manage.py changepassword``, as the system; see createsuperuser.py."""

from typing import Any

from django.contrib.auth.management.commands.changepassword import Command as ChangePassword

from common.tenancy import bind_system


class Command(ChangePassword):
    """Django's command in a transaction that is bound to the system."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Ask and change as Django does."""
        with bind_system():
            return super().handle(*args, **options)
