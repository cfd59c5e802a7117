"""A partner's meetings with its partner manager, and asking for another time."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may
from common.clock import now
from meetings.models import Meeting
from meetings.operations.planning import ask_other_time
from meetings.queries import meetings_of, wanted_now
from meetings.rules import kind_of, quarter_name, quarter_of
from meetings.writing import LONGEST_TEXT
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.definition import MAIN_TRACK
from statuses.models import Standing
from web.fields import Lines
from web.forms import RefusableForm
from web.paging import page_number, page_of
from web.tabs import has_section

ROWS, MOST_COMING = 20, 20


class OtherTimeForm(RefusableForm):
    """The times that suit the partner."""

    text = Lines(
        label=gettext_lazy("Which times suit you?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Suggest a few days and times. We'll email them to your partner manager."),
    )


@require_safe
@partner_page("meetings.view")
def meetings(request: PartnerRequest) -> HttpResponse:
    """Meetings to come, what is still to be scheduled this quarter, and past meetings."""
    if not has_section("meetings:meetings", request.definition):
        raise Http404
    rows = meetings_of(request.actor)
    coming = list(rows.planned().order_by("on", "at")[:MOST_COMING])
    page = page_of(rows.exclude(state=Meeting.State.PLANNED), page_number(request.GET), ROWS)
    for row in (*coming, *page.rows):
        _named(request, row)
    held = Standing.objects.visible_to(request.actor).filter(track=MAIN_TRACK, partner=request.partner).first()
    level = held.level if held else ""
    return dashboard_page(
        request,
        "meetings/meetings.html",
        coming=coming,
        page=page,
        wanted=wanted_now(request.actor, level=level, rules=request.definition, on=request.today),
        quarter=quarter_name(quarter_of(request.today)),
        may_ask=may(request.actor, "meetings.ask"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("meetings.ask")
def other_time(request: PartnerRequest, meeting_id: int) -> HttpResponse:
    """Ask for another time of a meeting."""
    row = get_object_or_404(meetings_of(request.actor), pk=meeting_id)
    _named(request, row)
    form = OtherTimeForm(request.POST if request.method == "POST" else None, initial={"text": row.asked})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            ask_other_time(
                actor=request.actor, meeting=row, text=form.cleaned_data["text"], today=request.today, now=now()
            )
            messages.success(request, _("Sent. We'll email you when the meeting is moved."))
            return redirect("meetings:meetings")
    return dashboard_page(request, "meetings/other_time.html", meeting=row, form=form)


def _named(request: PartnerRequest, row: Meeting) -> None:
    kind = kind_of(request.definition, row.kind)
    row.name, row.clause = (kind.name, kind.clause) if kind else (row.kind, "")  # type: ignore[attr-defined]
    row.quarter_words = quarter_name(row.quarter)  # type: ignore[attr-defined]
