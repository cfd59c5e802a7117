"""The page behind an invitation link, for people with and without an account (B24-7.2)."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.limits import refusal, within
from common.clock import now, today
from common.mailboxes import address_key
from common.tenancy import ACCOUNT, bind
from partners.middleware import CHOSEN_PARTNER
from partners.team.invitations import OpenedInvitation, asked_by
from partners.team.operations.joining import UnableToAccept, accept_invitation, join_with_new_account
from partners.team.pages.forms import Join
from programs.requests import ProgramRequest
from web.requests import signed_in


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: ProgramRequest, secret: str) -> HttpResponse:
    """Show who invites and to what, and let the invited person join. Anybody else is told why they can't."""
    if not within(request, "invitation"):
        return refusal(request)
    asked = asked_by(program_id=request.program.pk, secret=secret, today=today(request.program.time_zone), now=now())
    if asked is None or asked.problem:
        problem = asked.problem if asked else ""
        return render(
            request, "partners/team/invitations/closed.html", {"problem": problem}, status=410 if asked else 404
        )
    if signed_in(request):
        return _as_somebody(request, secret, asked)
    if asked.known:
        return render(request, "partners/team/invitations/sign_in.html", {"asked": asked})
    return _as_newcomer(request, secret, asked)


def _as_somebody(request: ProgramRequest, secret: str, asked: OpenedInvitation) -> HttpResponse:
    if address_key(request.user.email) != address_key(asked.invitation.email):
        return render(request, "partners/team/invitations/another.html", status=403)
    problem = ""
    if request.method == "POST":
        try:
            accept_invitation(actor=request.actor, user=request.user, **_link(request, secret))
        except UnableToAccept as error:
            problem = str(error)
        else:
            return _welcome(request, asked)
    shown: dict[str, Any] = {"asked": asked, "problem": problem}
    return render(request, "partners/team/invitations/accept.html", shown, status=409 if problem else 200)


def _as_newcomer(request: ProgramRequest, secret: str, asked: OpenedInvitation) -> HttpResponse:
    form = Join(request.POST or None, email=asked.invitation.email, name=asked.invitation.name)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        with form.refusals():
            user = join_with_new_account(actor=request.actor, name=name, password=password, **_link(request, secret))
            record_authentication(request, user, method="password", email=user.email)
            with bind(request.program.pk, None, user.pk, ACCOUNT):
                perform_login(request, user, email_verification="none")
            return _welcome(request, asked)
    return render(
        request,
        "partners/team/invitations/join.html",
        {"asked": asked, "form": form},
        status=400 if form.errors else 200,
    )


def _link(request: ProgramRequest, secret: str) -> dict[str, Any]:
    return {"program_id": request.program.pk, "secret": secret, "today": today(request.program.time_zone), "now": now()}


def _welcome(request: ProgramRequest, asked: OpenedInvitation) -> HttpResponse:
    """Where the person goes after joining."""
    if asked.invitation.partner_id is None:
        messages.success(request, _("Welcome to the staff of the %(team)s.") % {"team": asked.team})
        return redirect("admin:index")
    request.session[CHOSEN_PARTNER] = asked.invitation.partner_id
    messages.success(request, _("You've joined the team of %(team)s.") % {"team": asked.team})
    return redirect("portal:dashboard")
