"""The sign-in settings page: email, password, second factors, passkeys, sessions."""

from allauth.account.utils import get_login_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refused
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.queries import has_second_factor, security_of
from partners.actors import UNPROVED
from web.requests import Request, signed_in

SIGN_IN_PAGES = {"account_login", "account_signup", "mfa_authenticate", "mfa_login_webauthn"}


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """Refuse a form whose CSRF token is wrong; it has no effect.

    Signing in changes the token, so a sign-in page that was open in another tab has an old one. Whoever is signed in by
    now goes where that page would have led.
    """
    match = request.resolver_match
    if match is not None and match.url_name in SIGN_IN_PAGES and signed_in(request):
        return redirect(get_login_redirect_url(request))
    return refused(request, reason=reason)


@never_cache
@login_required
def security(request: Request) -> HttpResponse:
    """What protects the account, with links to change each part."""
    context = {
        "place": "account",
        "security": security_of(request.user.pk),
        "required": request.actor.kind == "staff" or request.actor.role == UNPROVED,
        "stopped": request.actor.role == UNPROVED,
    }
    return render(request, "signin/security.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out that session; ending the current session signs out here."""
    end_sessions(request, [get_object_or_404(UserSession, pk=session_id, user=request.user)])
    messages.info(request, _("That browser was signed out."))
    return redirect("usersessions_list")


class SetUpApp(ActivateTOTPView):
    """allauth's page, which also signs out sessions started with a password only."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Turn it on, and end the sessions started without it."""
        answer = super().form_valid(form)
        end_other_sessions(self.request, self.request.user)
        return answer


class AddPasskey(AddWebAuthnView):
    """allauth's page, which also signs out sessions started with a password only."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Add it; the first passkey ends the sessions started without it."""
        first = not has_second_factor(self.request.user.pk)
        answer = super().form_valid(form)
        if first:
            end_other_sessions(self.request, self.request.user)
        return answer


class RemovePasskey(RemoveWebAuthnView):
    """allauth's page, with a check, because allauth would remove anyone's last factor."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Show an error when the factor may not be removed."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


set_up_app, add_passkey, remove_passkey = SetUpApp.as_view(), AddPasskey.as_view(), RemovePasskey.as_view()
