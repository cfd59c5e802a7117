"""A partner's pages for the rules of the lead program and for its locations."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import may, require
from common.clock import now
from common.numbers import LARGEST_ID, whole_number
from leads.board.access import Access
from leads.board.pages.board import access_or_404
from leads.board.queries import team_choices
from leads.rotation.models import Location, MemberAbsence
from leads.rotation.operations.joining import (
    UnableToJoin,
    accept_rules,
    ask_location,
    remove_location,
    set_absence,
    set_member_absence,
)
from leads.rotation.pages.forms import AbsenceForm, LocationForm, MemberAbsenceForm, RulesForm
from leads.undo import AWAY, LOCATION, MEMBER_AWAY
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.undo import offer_undo


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("leads.view")
def rules(request: PartnerRequest) -> HttpResponse:
    """The rules of the lead program; a partner accepts them before it sees its first request (B24-6.1)."""
    access = access_or_404(request)
    shown = access.rules.version if access.rules else ""
    form = RulesForm(request.POST or None, initial={"version": shown})
    if request.method == "POST":
        require(request.actor, "leads.lead")
        if form.is_valid():
            with form.refusals():
                accept_rules(
                    actor=request.actor,
                    partner=request.partner,
                    rulebook=request.rulebook,
                    version=form.cleaned_data["version"],
                    today=request.today,
                    now=now(),
                )
                messages.success(request, _("Accepted. You now take part in the lead program."))
                return redirect("leads:work")
    return dashboard_page(
        request, "leads/rotation/rules.html", access=access, form=form, may_accept=may(request.actor, "leads.lead")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("leads.view")
def locations(request: PartnerRequest) -> HttpResponse:
    """The countries that the partner gets requests from (B24-6.2a), and until when it is away."""
    access = access_or_404(request)
    rows = list(Location.objects.visible_to(request.actor).exclude(state=Location.State.REMOVED))
    held = [row for row in rows if row.slot is not None]
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if request.method == "POST" and step != "person":
        require(request.actor, "leads.lead")
    taken = {request.partner.country, *(row.country for row in held)}
    away = {"until": access.participant.away_until}
    forms: dict[str, Any] = {
        "ask": LocationForm(request.POST if step == "ask" else None, taken=taken, auto_id="ask-%s"),
        "person": MemberAbsenceForm(
            request.POST if step == "person" else None, team=_team(request), auto_id="person-%s"
        ),
        "away": AbsenceForm(request.POST if step == "away" else None, initial=away, auto_id="away-%s"),
    }
    if step == "remove":
        return _remove(request, held)
    if step in forms and forms[step].is_valid():
        with forms[step].refusals():
            _take_step(request, access, step, forms[step])
            return redirect("leads:locations")
    additional = access.leads.locations.additional if access.leads.locations else 0
    return dashboard_page(
        request,
        "leads/rotation/locations.html",
        access=access,
        rows=rows,
        forms=forms,
        left=additional - len(held),
        absent=MemberAbsence.objects.visible_to(request.actor).filter(until__gte=request.today).select_related("user"),
        may_lead=may(request.actor, "leads.lead"),
    )


def _team(request: PartnerRequest) -> list[tuple[str, str]]:
    """Whose absence the person may set: leaders anybody's, others their own."""
    team = team_choices(request.actor).choices
    return team if may(request.actor, "leads.lead") else [one for one in team if one[0] == str(request.actor.user_id)]


def _take_step(request: PartnerRequest, access: Access, step: str, form: Any) -> None:
    back = reverse("leads:locations")
    given: dict[str, Any] = {"actor": request.actor, "partner": request.partner, "today": request.today}
    if step == "away":
        before = access.participant.away_until
        set_absence(**given, until=form.cleaned_data["until"])
        offer_undo(request, _("Saved."), AWAY, back=back, until=before.isoformat() if before else "")
        return
    if step == "person":
        user = form.cleaned_data["person"]
        absent = MemberAbsence.objects.visible_to(request.actor).filter(user_id=user).first()
        set_member_absence(**given, user_id=user, until=form.cleaned_data["until"])
        until = absent.until.isoformat() if absent else ""
        offer_undo(request, _("Saved."), MEMBER_AWAY, back=back, user=user, until=until)
        return
    where = {"country": form.cleaned_data["country"], "region": form.cleaned_data["region"]}
    ask_location(**given, rulebook=request.rulebook, **where, now=now())
    messages.success(request, _("Your partner manager decides on the location."))


def _remove(request: PartnerRequest, held: list[Location]) -> HttpResponse:
    number = whole_number(request.POST.get("location", ""), most=LARGEST_ID)
    found = next((row for row in held if row.pk == number), None)
    if found is None:
        messages.error(request, _("This location was removed before."))
        return redirect("leads:locations")
    try:
        before = {"pk": found.pk, "state": found.state, "slot": found.slot}
        remove_location(actor=request.actor, location=found)
        offer_undo(request, _("Location removed."), LOCATION, back=reverse("leads:locations"), **before)
    except UnableToJoin as refusal:
        messages.error(request, str(refusal))
    return redirect("leads:locations")
