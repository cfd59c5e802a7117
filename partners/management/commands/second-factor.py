"""``manage.py second-factor EMAIL [--remove | --codes]``: help a user who lost their phone and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.operations import remove_second_factor, renew_recovery_codes
from accounts.queries import security_of
from common.actor import Actor
from common.mailboxes import address_key
from common.tenancy import bind_system
from programs.queries import works_for_a_vendor


class Command(BaseCommand):
    """Shows or removes a user's second factors, or creates new recovery codes."""

    help = "Show a person's second factors; take them away, or make new recovery codes, when they are lost."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the user and the action."""
        parser.add_argument("email", metavar="EMAIL", help="the address the person signs in with")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--remove", action="store_true", help="take every second factor away")
        what.add_argument("--codes", action="store_true", help="make new recovery codes and show them")

    def handle(self, *, email: str, remove: bool, codes: bool, **options: Any) -> None:
        """Run the action and print the resulting second factors."""
        with bind_system():
            self._act(email, remove, codes)

    def _act(self, email: str, remove: bool, codes: bool) -> None:
        user = User.objects.filter(email=address_key(email)).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {email}.")
        system = Actor.system(None)
        if remove:
            removed = remove_second_factor(actor=system, user=user)
            after = "sets up a new one before anything else" if works_for_a_vendor(user) else "needs none"
            self.stdout.write(f"{user.email}: {removed} removed. At the next sign-in the password is enough; {after}.")
        elif codes:
            if not security_of(user.pk).has_factor:
                raise CommandError(
                    f"{user.email} has no second factor yet. It is set up in the browser, at the next sign-in."
                )
            self.stdout.write(" ".join(renew_recovery_codes(actor=system, user=user)))
        else:
            found = security_of(user.pk)
            app = "an app with codes" if found.has_app else "no app"
            self.stdout.write(f"{user.email}: {app}, {found.passkeys} passkey(s), {found.codes_left} recovery code(s).")
