"""Finds the site and program from the host name, and the actor, and binds the transaction to what the actor may see.

There are two classes because the host must be known first, and the actor only after authentication: `SiteMiddleware`
comes first, `TenancyMiddleware` after Django's AuthenticationMiddleware.
"""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.actor import Actor
from common.clock import today
from common.tenancy import ACCOUNT, bind, rebind
from partners.actors import UNPROVED, acting
from partners.request_sender import actor_asking, session_user
from partners.tokens.api.gate import ignores_sessions
from programs.middleware import GetResponse
from programs.requests import ProgramRequest
from web.languages import use_own

CHOSEN_PARTNER = "partner_id"
ACCOUNT_PAGES = "account/"
RESET_LINK = "account_reset_password_from_key"


class TenancyMiddleware:
    """Sets `request.actor` and runs the view in one transaction that sees only the actor's rows.

    Responses with status 500 or above roll the transaction back. Streaming bodies are produced after the transaction
    and would see no rows, so views must collect their rows first.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: ProgramRequest) -> HttpResponse:
        kind = ACCOUNT if request.path_info.startswith(f"/{ACCOUNT_PAGES}") else ""
        # Where sessions are ignored, none is read: caches may keep such answers for everybody.
        user_id = None if ignores_sessions(request) else session_user(request)
        with bind(request.program.pk, None, user_id, kind):
            request.actor, request.teams = Actor.visitor(request.program.pk), []
            if user_id is not None:
                self._find_actor(request, kind)
                use_own(request)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def _find_actor(self, request: ProgramRequest, kind: str) -> None:
        """Set `request.actor`, the teams of the person, and for a member the partner, in two statements."""
        request.actor, roles = actor_asking(request, chosen=request.session.get(CHOSEN_PARTNER))
        request.teams = roles.teams
        if request.actor.kind != "visitor":
            rebind(request.actor, kind)
        if request.actor.kind == "partner":
            request.actor, request.own_partner = acting(request.actor, on=today(request.program.time_zone))

    def process_view(self, request: ProgramRequest, view, args, kwargs) -> HttpResponse | None:
        """Hide the admin from partners, and tell people without any role in this program that they have none.

        Staff without a second factor see only their account pages, where they can set one up. Whoever opens a link for
        a new password while signed in is asked to sign out: it may be another person's, whose rows are not theirs.
        """
        match = request.resolver_match
        assert match is not None, "the view was found by its address"
        if request.actor.role == UNPROVED and not match.route.startswith(ACCOUNT_PAGES):
            return redirect("signin:security")
        if match.url_name == RESET_LINK and request.user.is_authenticated:
            messages.info(request, _("Sign out first. Then open the link for the new password again."))
            return redirect("account_logout")
        namespaces = match.namespaces
        if "admin" in namespaces and request.user.is_authenticated and not request.actor.is_vendor:
            if request.actor.kind == "visitor":
                return render(request, "partners/no_role.html", status=403)
            raise Http404
        return None
