"""The page for requests in both directions and active restrictions (B24-1.6, 1.7.2, 3.6, 14.4)."""

from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may
from common.clock import now
from partners.drafts.kit import restore
from partners.measures.operations.requests import (
    UnableToAnswer,
    answer_information,
    ask_trademark,
    withdraw_trademark,
)
from partners.measures.pages.forms import AnswerForm, TrademarkForm
from partners.models import Document, InformationRequest, Restriction, TrademarkRequest
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from partners.terms import term
from partners.undo import TRADEMARK
from web.paging import page_number, page_of
from web.tabs import has_section
from web.undo import offer_undo

ROWS, MOST_OPEN = 20, 50
OPEN = {"answered_at": None, "withdrawn_at": None}


@require_safe
@partner_page("information.view")
def requests(request: PartnerRequest) -> HttpResponse:
    """Open requests by due date, then active restrictions, trademark requests, and answered requests."""
    return _page(request)


@require_POST
@partner_page("information.answer")
def answer(request: PartnerRequest, request_id: int) -> HttpResponse:
    """Answer an information request."""
    asked = get_object_or_404(InformationRequest.objects.visible_to(request.actor), pk=request_id)
    form = AnswerForm(request.POST, request.FILES, request_id=asked.pk)
    if form.is_valid():
        with form.refusals():
            answer_information(actor=request.actor, request=asked, today=request.today, now=now(), **form.cleaned_data)
            messages.success(request, _("Your answer was sent."))
            return redirect("partners:requests")
    return _page(request, answering=(asked.pk, form))


@require_POST
@partner_page("trademarks.ask")
def trademark(request: PartnerRequest) -> HttpResponse:
    """Ask for permission to use the trademarks."""
    form = TrademarkForm(request.POST)
    if form.is_valid():
        with form.refusals():
            ask_trademark(actor=request.actor, definition=request.definition, use=form.cleaned_data["use"], now=now())
            messages.success(request, _("Your request was sent. Wait for our approval before you use them."))
            return redirect("partners:requests")
    return _page(request, trademark_form=form)


@require_POST
@partner_page("trademarks.ask")
def withdraw(request: PartnerRequest, request_id: int) -> HttpResponse:
    """Withdraw a trademark request."""
    asked = get_object_or_404(TrademarkRequest.objects.visible_to(request.actor), pk=request_id)
    try:
        withdraw_trademark(actor=request.actor, request=asked, now=now())
    except UnableToAnswer as refusal:
        messages.error(request, str(refusal))
    else:
        offer_undo(request, _("The request is withdrawn."), TRADEMARK, back=reverse("partners:requests"), pk=asked.pk)
    return redirect("partners:requests")


def _page(
    request: PartnerRequest,
    *,
    answering: tuple[int, AnswerForm] | None = None,
    trademark_form: TrademarkForm | None = None,
) -> HttpResponse:
    """Render the page, keeping what was typed into one of its forms."""
    if not has_section("partners:requests", request.definition):
        raise Http404
    actor, admission = request.actor, request.definition.admission
    asked = InformationRequest.objects.visible_to(actor)
    waiting: list[Any] = list(asked.filter(**OPEN)[:MOST_OPEN])
    may_answer = may(actor, "information.answer")
    for row in waiting:
        row.days_left = _days_left(request, row)
        if may_answer:
            given = answering and answering[0] == row.pk
            row.form = answering[1] if given and answering else AnswerForm(request_id=row.pk)
            restore(request, row.form, f"information.{row.pk}")
    late = answering and not any(row.pk == answering[0] for row in waiting)
    if late and answering:
        messages.error(request, " ".join(map(str, answering[1].non_field_errors())) or _("This was already answered."))
    rule = admission.trademarks if admission else None
    marks = TrademarkRequest.objects.visible_to(actor).select_related("asked_by") if rule else ()
    if rule and may(actor, "trademarks.ask"):
        trademark_form = trademark_form or TrademarkForm()
        restore(request, trademark_form, "trademark")
    return dashboard_page(
        request,
        "partners/measures/requests.html",
        waiting=waiting,
        answered=page_of(_answered(asked), page_number(request.GET), ROWS),
        asks=bool(admission and admission.information_requests),
        measures=_measures(request),
        rule=rule,
        marks=list(marks[:ROWS]),
        trademark_form=trademark_form,
    )


def _answered(asked: QuerySet[InformationRequest]) -> QuerySet[InformationRequest]:
    """The answered requests, the latest first, with number and name of their files."""
    files = Document.objects.filter(request=OuterRef("pk")).order_by("pk").values(row=JSONObject(pk="pk", name="name"))
    rows = asked.exclude(answered_at=None).select_related("answered_by").order_by("-answered_at")
    return rows.annotate(files=ArraySubquery(files))


def _measures(request: PartnerRequest) -> list[Restriction]:
    """Active and upcoming restrictions."""
    rows = Restriction.objects.visible_to(request.actor).select_related("user")
    return list(rows.lasting(request.today).order_by("starts_on", "pk")[:MOST_OPEN])


def _days_left(request: PartnerRequest, row: InformationRequest) -> int:
    admission, partner = request.definition.admission, request.partner
    rule = admission.information_requests if admission else None
    if rule is None:
        return (row.due_on - request.today).days
    return term(request.definition, rule.due, partner).days_left(request.today, row.due_on)
