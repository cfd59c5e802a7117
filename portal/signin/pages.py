"""How somebody signs in, on one page: address, password, second factors, passkeys, sessions."""

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
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.queries import has_second_factor, security_of
from partners.actors import UNPROVED


@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """What protects the account, and where each of it is changed."""
    context = {
        "place": "account",
        "security": security_of(request.user.pk),
        "required": request.actor.kind == "staff" or request.actor.role == UNPROVED,
        "stopped": request.actor.role == UNPROVED,
    }
    return render(request, "portal/signin/security.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out there; the session that asks is signed out here."""
    end_sessions(request, [get_object_or_404(UserSession, pk=session_id, user=request.user)])
    messages.info(request, _("That browser was signed out."))
    return redirect("usersessions_list")


class SetUpApp(ActivateTOTPView):
    """allauth's page; whoever knew the password only is signed out."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Switch it on, and end the sessions that began without it."""
        answer = super().form_valid(form)
        end_other_sessions(self.request, self.request.user)
        return answer


class AddPasskey(AddWebAuthnView):
    """allauth's page; whoever knew the password only is signed out."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Add it; the first one ends the sessions that began without it."""
        first = not has_second_factor(self.request.user.pk)
        answer = super().form_valid(form)
        if first:
            end_other_sessions(self.request, self.request.user)
        return answer


class RemovePasskey(RemoveWebAuthnView):
    """allauth's page, which would remove the last factor of anybody."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Refuse in words what may not be removed."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


set_up_app, add_passkey, remove_passkey = SetUpApp.as_view(), AddPasskey.as_view(), RemovePasskey.as_view()
