"""A partner's pages for claims: the overview, the forms, and one claim with its conversation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import may, require
from activities.claims.operations.submitting import (
    add_message,
    answer_claim,
    complete_claim,
    submit_claim,
    withdraw_claim,
)
from activities.claims.pages.forms import AnswerForm, ClaimForm, WordsForm
from activities.claims.queries import claim_rows, claimable
from activities.claims.reading import ClaimRead, read_claim
from activities.models import Claim
from common.clock import now
from partners.drafts.kit import restore
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.definition.activities import ActivityKind
from programs.prose.earning import earning_words, uses

FORMS: dict[str, type[ClaimForm]] = {"complete": ClaimForm, "answer": AnswerForm}


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("claims.submit")
def new_claim(request: PartnerRequest, kind: str) -> HttpResponse:
    """The form for one kind; for its plan, where plans are approved first."""
    known = _claimable(request, kind)
    rule = known.claim
    assert rule is not None, "a kind that can be claimed says how"
    is_plan = rule.prior_approval
    asked = rule.planned if is_plan else rule.fields
    form = ClaimForm(
        request.POST or None,
        request.FILES or None,
        kind=known,
        asked=asked,
        is_plan=is_plan,
        today=request.today,
        chosen=request.GET.dict(),
    )
    restore(request, form, f"claim.{kind}")
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            claim = submit_claim(
                actor=request.actor,
                partner=request.partner,
                rulebook=request.rulebook,
                kind=kind,
                given=form.given,
                today=request.today,
                now=now(),
            )
            messages.success(request, _("Plan submitted.") if is_plan else _("Claim submitted."))
            return redirect("activities:claim", claim.pk)
    return dashboard_page(
        request,
        "activities/claims/new.html",
        form=form,
        kind=known,
        is_plan=is_plan,
        found=claimable(request.actor, request.partner.pk, kind, known, on=request.today),
        earns=earning_words(request.definition, kind),
        uses=uses(request.definition, kind),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("claims.view")
def claim(request: PartnerRequest, claim_id: int) -> HttpResponse:
    """One claim: its state, answers, conversation and next steps."""
    row = claim_rows(request.actor).filter(pk=claim_id).first()
    if row is None:
        raise Http404
    read = read_claim(row, actor=request.actor, definition=request.definition)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if request.method == "POST":
        require(request.actor, "claims.submit")
    forms = _forms(request, read, step)
    if request.method == "POST" and step in forms and forms[step].is_valid():
        with forms[step].refusals():
            told = _take_step(request, row, step, forms[step])
            messages.success(request, told)
            return redirect("activities:claim", row.pk)
    elif request.method == "POST" and step not in forms:
        messages.error(request, _("This is no longer possible: the claim has changed. This is its current status."))
        return redirect("activities:claim", row.pk)
    return dashboard_page(
        request,
        "activities/claims/claim.html",
        claim=row,
        read=read,
        forms=forms,
        may_claim=_may_claim(request),
        earns=earning_words(request.definition, row.kind, row.attributes),
        uses=uses(request.definition, row.kind, row.attributes),
    )


def _may_claim(request: PartnerRequest) -> bool:
    return may(request.actor, "claims.submit")


def _claimable(request: PartnerRequest, code: str) -> ActivityKind:
    known = request.definition.activities.get(code)
    if known is None or known.claim is None:
        raise Http404
    return known


def _forms(request: PartnerRequest, read: ClaimRead, step: str) -> dict[str, Any]:
    """The forms of the steps possible now; the submitted form keeps its input."""
    if not _may_claim(request):
        return {}
    found: dict[str, Any] = {}
    for name in [*read.partner_steps, "message"]:
        data, files = (request.POST, request.FILES) if name == step else (None, None)
        if name in FORMS and read.kind and read.kind.claim:
            found[name] = FORMS[name](
                data,
                files,
                kind=read.kind,
                asked=read.asked_now,
                is_plan=read.is_plan and name != "complete",
                today=request.today,
                held=read.held,
                claim=read.claim,
                auto_id=f"{name}_%s",
            )
        elif name not in FORMS or name == "answer":
            found[name] = WordsForm(data, files, auto_id=f"{name}_%s")
        if name in found:
            restore(request, found[name], f"claim.{read.claim.pk}.{name}")
    return found


def _take_step(request: PartnerRequest, row: Claim, step: str, form: Any) -> str:
    """Call the operation of the step; returns the confirmation message. Raises UnableToClaim."""
    said: dict[str, Any] = {"actor": request.actor, "claim": row, "today": request.today, "now": now()}
    words: dict[str, Any] = {"text": form.cleaned_data.get("text", "")}
    match step:
        case "complete":
            complete_claim(**said, rulebook=request.rulebook, given=form.given)
            return _("Claim submitted.")
        case "answer":
            given = form.given if isinstance(form, AnswerForm) else None
            attached = form.cleaned_data["attached"]
            answer_claim(**said, **words, rulebook=request.rulebook, given=given, files=attached)
            return _("The answer was sent.")
        case "withdraw":
            withdraw_claim(**said, **words, rulebook=request.rulebook)
            return _("The claim was withdrawn.")
    add_message(**said, **words, files=form.cleaned_data["attached"])
    return _("The message was sent.")
