"""The allauth adapter: open sign-up, emails in the program's name, no hint whether an account exists."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import clock
from common.mailboxes import account_address, address_key
from common.text import Untidy
from partners.actors import staff_of
from signin import known
from signin.mail import send_later

LONGEST_ADDRESS = User._meta.get_field("email").max_length or 0
# Emails with a button: its label, and the name of its URL.
BUTTONS = {"account/email/account_already_exists": (gettext_lazy("Choose a new password"), "account_reset_password")}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account rules, adapted to the portal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always open: applicants need an account, and an account alone only gives access to an application."""
        return True

    def clean_email(self, email: str) -> str:
        """Return the address in its one form; cutting off a long one would make it a different address."""
        try:
            email = account_address(email)
        except Untidy as untidy:
            raise ValidationError(str(untidy)) from untidy
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(_("This address is too long."))
        return email

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render the email now; it is sent after the response."""
        request: Any = self.request
        known = {**context, "email": email, "program": request.program.name}
        words, name = BUTTONS.get(template_prefix, ("", ""))
        send_later(
            request,
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", known),
            text=render_to_string(f"{template_prefix}_message.txt", known),
            words=str(words),
            path=reverse(name) if name else "",
            now=clock.now(),
        )

    def is_safe_url(self, url: str | None) -> bool:
        """Allow only URLs on this host: another program's site counts as foreign."""
        request: Any = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Skip it right after sign-in, when the password was just entered."""
        request: Any = self.request
        records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
        latest = max((record["at"] for record in records), default=0)
        fresh = clock.now().timestamp() - latest < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and bool(super().is_reauthentication_required(app=app, **kwargs))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures by account, whatever the port of the host; a known browser has a count of its own."""
        return known.count_key(request, address_key(str(credentials.get("email", ""))))

    def get_login_redirect_url(self, request: Any) -> str:
        """Lead the program's staff to their work, everybody else to the dashboard."""
        if request.user.is_superuser or staff_of(request.user, request.program).exists():
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Make the browser known, so that nobody can lock its owner out."""
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        known.remember(request, answer, user.email)
        return answer

    def set_password(self, user: User, password: str) -> None:
        """Set it; a mailed link that got here proves the address, whatever wrong passwords others sent."""
        super().set_password(user, password)
        known.remember_link(self.request, user.email)
