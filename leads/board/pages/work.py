"""A partner's requests: what waits for an answer, what it holds, and one reservation with its work."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, require
from common.clock import now
from common.dates import DAY
from common.uploads import read_upload
from leads.board.access import Access
from leads.board.certified import course_of
from leads.board.models import LeadFile, Reservation
from leads.board.operations import working
from leads.board.operations.attaching import attach_file
from leads.board.operations.reserving import release_reservation
from leads.board.pages.board import access_or_404
from leads.board.pages.forms import AssignForm, FileForm, LostForm, NextForm, NoteForm, ReleaseForm, StageForm, WonForm
from leads.board.prospects import SELLABLE, code_of
from leads.board.queries import found_by, reservation_notes, reservations, team_choices, waiting_offers
from leads.requests.queries import label_of, seen_answers
from leads.undo import before_step
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.cards import cards
from web.fields import Line, Search
from web.forms import RefusableForm, offer
from web.paging import page_number, page_of
from web.undo import offer_undo

OPEN, ENDED = "open", "ended"


class WorkFilters(forms.Form):
    """Filters of the partner's requests; contact details are encrypted, so they can't be searched."""

    show = Line(required=False, widget=forms.HiddenInput)
    q = Search(label=gettext_lazy("Number, words or notes"), required=False, max_length=100)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)

    def __init__(self, data: object, *, access: Access) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        stages = access.leads.work.stages if access.leads.work else []
        offer(self, "stage", [("", _("All stages")), *((one.code, one.name) for one in stages)])

    def apply(self, rows: QuerySet[Reservation]) -> QuerySet[Reservation]:
        """The rows matching the valid filters."""
        self.is_valid()
        if stage := self.cleaned_data.get("stage"):
            rows = rows.filter(stage=stage)
        return found_by(rows, self.cleaned_data.get("q", ""))

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.get(name) for name in ("q", "stage"))


@require_safe
@partner_page("leads.view")
def work(request: PartnerRequest) -> HttpResponse:
    """Offers to answer, and the partner's reservations, open ones first or those that ended."""
    access = access_or_404(request)
    if not access.may_read:
        return redirect("leads:rules")
    ended = request.GET.get("show") == ENDED
    in_progress = Q(state=Reservation.State.OPEN)
    form = WorkFilters(request.GET, access=access)
    rows = reservations(request.actor).filter(~in_progress if ended else in_progress)
    page = page_of(form.apply(rows), page_number(request.GET))
    names = access.leads
    stages = {one.code: one.name for one in names.work.stages} if names.work else {}
    return dashboard_page(
        request,
        "leads/board/work.html",
        access=access,
        offers=[(offer, names.kind_name(offer.lead.kind)) for offer in waiting_offers(request.actor)[:50]],
        page=page,
        rows=[(row, names.kind_name(row.lead.kind), stages.get(row.stage, row.stage)) for row in page.rows],
        ended=ended,
        form=form,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("leads.view")
def reservation(request: PartnerRequest, reservation_id: int) -> HttpResponse:
    """One reserved request with its contact data and the work on it; each look at the contact data is logged."""
    row = reservations(request.actor).filter(pk=reservation_id).first()
    if row is None:
        raise Http404
    access = access_or_404(request)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if request.method == "POST":
        require(request.actor, "leads.work")
    steps = _forms(request, row, access, step)
    form = steps.get(step)
    if form is not None and form.is_valid():
        with form.refusals():
            before = before_step(row, step)
            said = _take_step(request, row, step, form)
            if before:
                offer_undo(request, said, **before, back=request.path)
            else:
                messages.success(request, said)
            return redirect("leads:reservation", row.pk)
    elif request.method == "POST" and form is None:
        messages.error(request, _("This reservation ended before."))
        return redirect("leads:reservation", row.pk)
    answers: dict[str, str] = {}
    if row.state in Reservation.HOLDING and access.may_read:
        answers = seen_answers(request.actor, row.lead, partner_id=request.partner.pk, now=now())
    sold = {"code": code_of(row.lead_id), "won": row.state == Reservation.State.WON}
    return dashboard_page(
        request,
        "leads/board/reservation.html",
        access=access,
        row=row,
        lead=row.lead,
        kind=access.leads.kind_name(row.lead.kind),
        contact=[(label_of(code, access.leads), text, code) for code, text in answers.items()],
        email=answers.get("email", ""),
        note_by=_note_by(request, row, access),
        more=cards("leads_reservation", request, sold) if answers and row.state in SELLABLE else [],
        forms=steps,
        notes=reservation_notes(request.actor, row)[:100],
        files=LeadFile.objects.visible_to(request.actor).filter(reservation=row).defer("content"),
    )


def _note_by(request: PartnerRequest, row: Reservation, access: Access) -> date | None:
    """The last day to note some work before the managers are told; None once they were, or after its end."""
    rules = access.leads.work
    if rules is None or row.state != Reservation.State.OPEN or row.escalated_at:
        return None
    return (row.touched_at + rules.untouched_days * DAY).astimezone(ZoneInfo(request.program.time_zone)).date()


def _forms(request: PartnerRequest, row: Reservation, access: Access, step: str) -> Mapping[str, RefusableForm]:
    """The forms of the steps that are possible; the submitted form keeps its input."""
    if row.state != Reservation.State.OPEN or not may(request.actor, "leads.work"):
        return {}

    def given(name: str, **initial: Any) -> dict[str, Any]:
        data = request.POST if name == step else None
        return {"data": data, "initial": initial, "auto_id": f"{name}-%s"}

    leads, team, course = access.leads, team_choices(request.actor).choices, course_of(request.definition)
    return {
        "note": NoteForm(**given("note")),
        "file": FileForm(**given("file"), files=request.FILES if step == "file" else None),
        "stage": StageForm(**given("stage", stage=row.stage), leads=leads),
        "assign": AssignForm(**given("assign", assignee=row.assignee_id), team=team, course=course),
        "next": NextForm(**given("next", next_step=row.next_step, next_on=row.next_on)),
        "won": WonForm(**given("won"), leads=leads),
        "lost": LostForm(**given("lost"), leads=leads),
        "release": ReleaseForm(**given("release")),
    }


def _take_step(request: PartnerRequest, row: Reservation, step: str, form: RefusableForm) -> str:
    """Call the operation of the step; returns what to say."""
    found = form.cleaned_data
    about: dict[str, Any] = {"actor": request.actor, "reservation": row, "now": now()}
    rules: dict[str, Any] = {**about, "rulebook": request.rulebook}
    dated: dict[str, Any] = {**rules, "today": request.today}
    match step:
        case "note":
            working.add_note(**about, text=found["text"])
            return _("Note added.")
        case "file":
            attach_file(**about, upload=read_upload(found["file"], formats=("pdf", "jpeg", "png")))
            return _("File attached.")
        case "stage":
            working.set_stage(**rules, stage=found["stage"])
            return _("Stage changed.")
        case "assign":
            working.assign_member(**dated, user_id=found["assignee"])
            return _("Assignee changed.")
        case "next":
            step_and_day = {"step": found["next_step"], "on": found["next_on"], "today": request.today}
            working.plan_next(**about, **step_and_day)
            return _("Next step saved.")
        case "won":
            working.win_request(**dated, licence=found.get("licence", ""))
            return _("Closed as won.")
        case "lost":
            working.lose_request(**dated, reason=found["reason"])
            return _("Closed as lost.")
    release_reservation(**dated, reason=found["reason"])
    return _("Released. You no longer see the contact details.")
