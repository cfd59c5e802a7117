"""A partner's team page: members, invitations, and the main user's changes (B24-7.2)."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.limits import refusal, within
from accounts.permissions import may, require
from common.clock import now
from partners.models import Invitation, Member
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from partners.team.operations.members import (
    UnableToChangeInvitation,
    UnableToChangeTeam,
    change_role,
    invite_member,
    leave_team,
    remove_member,
    resend_invitation,
    withdraw_invitation,
)
from partners.team.pages.forms import ChangeRole, Invite, TeamFilters
from partners.team.queries import blocked_people, open_invitations, team
from programs.definition.admission import Team
from programs.pages import View
from web.paging import page_number, page_of

ROWS = 50


def team_page(permission: str) -> Callable[[View], View]:
    """Base for the team pages. They give a 404 if the program has no team rules."""

    def guard(view: View) -> View:
        @partner_page(permission)
        @wraps(view)
        def answer(request: PartnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not (request.definition.admission and request.definition.admission.team):
                raise Http404
            return view(request, *args, **kwargs)

        return answer

    return guard


@require_http_methods(["GET", "HEAD", "POST"])
@team_page("team.view")
def people(request: PartnerRequest) -> HttpResponse:
    """Members with role and last sign-in, and open invitations. The main user invites people here.

    The main user gets the same answer whether or not the invited address is registered.
    """
    form = Invite(request.POST or None, roles=_roles(request))
    if request.method == "POST":
        require(request.actor, "team.manage")
        if not _may_mail(request):
            return refusal(request)
        if form.is_valid():
            with form.refusals():
                invitation = _invite(request, form)
                waits = invitation.state == Invitation.State.WAITING
                words = (
                    _("%(email)s needs the program's approval first. Then we send the invitation.")
                    if waits
                    else _sent()
                )
                messages.success(request, words % {"email": invitation.email})
                return redirect("partners:team")
    filters = TeamFilters(request.GET)
    page = page_of(team(request.actor, text=filters.text), page_number(request.GET), ROWS)
    names, (blocked, everybody) = dict(_roles(request)), blocked_people(request.actor, on=request.today)
    for row in page.rows:
        row.role_words = names.get(row.role, row.get_role_display())
        row.blocked = everybody or row.user_id in blocked
    moment = now()
    invitations: Sequence[Any] = open_invitations(request.actor, now=moment)
    for row in invitations:
        row.role_words = names.get(row.role, row.role)
        row.too_old = bool(row.state == Invitation.State.SENT and row.expires_at and row.expires_at <= moment)
    answer = dashboard_page(
        request,
        "partners/team/team.html",
        page=page,
        filters=filters,
        form=form,
        invitations=invitations,
        manages=may(request.actor, "team.manage"),
        approved=_rule(request).approval,
    )
    answer.status_code = 400 if form.errors else 200
    return answer


def _may_mail(request: PartnerRequest) -> bool:
    """Whether this person may send more email now. The operation also limits what a partner sends per day."""
    return within(request, "invite", key=str(request.user.pk))


def _invite(request: PartnerRequest, form: Invite) -> Invitation:
    return invite_member(
        actor=request.actor,
        program_id=request.program.pk,
        partner_id=request.partner.pk,
        **form.cleaned_data,
        definition=request.definition,
        today=request.today,
        now=now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@team_page("team.manage")
def member(request: PartnerRequest, member_id: int) -> HttpResponse:
    """One member, with forms to change the role or remove them."""
    row = _member(request, member_id)
    form = ChangeRole(request.POST or None, roles=_roles(request), role=row.role)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            roles = [code for code, _name in _roles(request)]
            change_role(actor=request.actor, member=row, role=form.cleaned_data["role"], roles=roles, now=now())
            messages.success(request, _("The role was changed and applies now."))
            return redirect("partners:team")
    return _member_page(request, row, form)


@require_POST
@team_page("team.manage")
def remove(request: PartnerRequest, member_id: int) -> HttpResponse:
    """Remove a member. The member's page has asked for confirmation."""
    row = _member(request, member_id)
    try:
        remove_member(actor=request.actor, member=row, today=request.today, now=now())
    except UnableToChangeTeam as error:
        form = ChangeRole(None, roles=_roles(request), role=row.role)
        return _member_page(request, row, form, problem=str(error))
    messages.success(request, _("%(email)s is no longer on the team.") % {"email": row.user.email})
    return redirect("partners:team")


@require_http_methods(["GET", "HEAD", "POST"])
@team_page("team.view")
def leave(request: PartnerRequest) -> HttpResponse:
    """Leave the partner, after a confirmation."""
    problem = ""
    if request.method == "POST":
        try:
            leave_team(actor=request.actor, today=request.today, now=now())
        except UnableToChangeTeam as error:
            problem = str(error)
        else:
            messages.success(request, _("You left the team of %(partner)s.") % {"partner": request.partner})
            return redirect("portal:dashboard")
    return dashboard_page(request, "partners/team/leave.html", problem=problem)


@require_POST
@team_page("team.manage")
def resend(request: PartnerRequest, invitation_id: int) -> HttpResponse:
    """Send a new link and invalidate the old one."""
    row = _invitation(request, invitation_id)
    if not _may_mail(request):
        return refusal(request)
    try:
        resend_invitation(actor=request.actor, invitation=row, now=now())
    except UnableToChangeInvitation as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _sent() % {"email": row.email})
    return redirect("partners:team")


@require_POST
@team_page("team.manage")
def withdraw(request: PartnerRequest, invitation_id: int) -> HttpResponse:
    """Withdraw an invitation."""
    row = _invitation(request, invitation_id)
    try:
        withdraw_invitation(actor=request.actor, invitation=row, now=now())
    except UnableToChangeInvitation as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation of %(email)s was withdrawn.") % {"email": row.email})
    return redirect("partners:team")


def _sent() -> str:
    return _("We've sent the invitation to %(email)s.")


def _member_page(request: PartnerRequest, row: Member, form: ChangeRole, problem: str = "") -> HttpResponse:
    own = row.user_id == request.user.pk
    answer = dashboard_page(request, "partners/team/member.html", member=row, form=form, problem=problem, own=own)
    answer.status_code = 400 if problem or form.errors else 200
    return answer


def _roles(request: PartnerRequest) -> list[tuple[str, str]]:
    """The program's roles with its names for them."""
    return [(role.code, role.name) for role in _rule(request).roles]


def _member(request: PartnerRequest, member_id: int) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.actor).select_related("user"), pk=member_id)


def _invitation(request: PartnerRequest, invitation_id: int) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.actor), pk=invitation_id)


def _rule(request: PartnerRequest) -> Team:
    """The program's rules about teams; a program without any has no team page."""
    admission = request.definition.admission
    if admission is None or admission.team is None:
        raise Http404
    return admission.team
