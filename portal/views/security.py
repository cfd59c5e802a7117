"""How somebody signs in, on one page: address, password, second factors, passkeys, sessions."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.queries import security_of
from partners.acting import UNPROVED


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
    return render(request, "portal/account/security.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out there; the session that asks is signed out here."""
    end_sessions(request, [get_object_or_404(UserSession, pk=session_id, user=request.user)])
    messages.info(request, _("That browser was signed out."))
    return redirect("usersessions_list")


class RemovePasskey(RemoveWebAuthnView):
    """allauth's page, which would remove the last factor of anybody."""

    def form_valid(self, form) -> HttpResponse:
        """Refuse in words what may not be removed."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


remove_passkey = RemovePasskey.as_view()
