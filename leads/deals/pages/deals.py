"""A partner's deals: the list, the form that registers one, and one deal with its history and next steps."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, require
from common.clock import now
from leads.deals.contacts import unseal
from leads.deals.models import Deal
from leads.deals.operations import pricing, registering, working
from leads.deals.pages import forms
from leads.deals.queries import deals_of, may_register, prices_of, steps_of
from leads.deals.rules import can
from leads.deals.wording import next_words
from partners.drafts.kit import restore
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.answers import readable
from programs.definition.deals import Deals
from web.forms import RefusableForm
from web.paging import page_number, page_of


@require_safe
@partner_page("deals.view")
def deals(request: PartnerRequest) -> HttpResponse:
    """The partner's deals and what each waits for."""
    form = forms.DealFilters(request.GET)
    page = page_of(form.apply(deals_of(request.actor)), page_number(request.GET))
    rules = request.definition.deals
    if rules is None and not page.rows and not form.used:
        raise Http404
    return dashboard_page(
        request,
        "leads/deals/list.html",
        form=form,
        page=page,
        rows=[(deal, next_words(deal)) for deal in page.rows],
        may_add=may(request.actor, "deals.work") and rules is not None and may_register(request.partner, rules),
        rules=rules,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("deals.work")
def new_deal(request: PartnerRequest) -> HttpResponse:
    """Register a deal."""
    rules = request.definition.deals
    if rules is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = forms.RegisterForm(posted, rules=rules, partner=request.partner)
    restore(request, form, "deal", anew=("accepts",))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            deal = registering.register_deal(
                actor=request.actor,
                partner=request.partner,
                rulebook=request.rulebook,
                given=form.given,
                today=request.today,
                now=now(),
            )
            messages.success(request, _("Registered. We'll review it and get back to you."))
            return redirect("leads:deal", deal.pk)
    return dashboard_page(
        request,
        "leads/deals/new.html",
        form=form,
        rules=rules,
        allowed=may_register(request.partner, rules),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("deals.view")
def deal(request: PartnerRequest, deal_id: int) -> HttpResponse:
    """One deal: where it is, its history, and the steps that are possible now."""
    row = deals_of(request.actor).select_related("proof_document").filter(pk=deal_id).first()
    if row is None:
        raise Http404
    rules = request.definition.deals
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if request.method == "POST":
        require(request.actor, "deals.work")
    offered = _forms(request, row, rules, step)
    form = offered.get(step)
    if form is not None and form.is_valid():
        with form.refusals():
            told = _take_step(request, row, step, form)
            messages.success(request, told)
            return redirect("leads:deal", row.pk)
    elif request.method == "POST" and form is None:
        messages.error(request, _("This is no longer possible: the deal has moved on."))
        return redirect("leads:deal", row.pk)
    return dashboard_page(
        request,
        "leads/deals/deal.html",
        deal=row,
        next=next_words(row),
        contact=unseal(row.contact),
        answers=readable(rules.fields if rules else [], row.answers),
        steps=steps_of(request.actor, row)[:200],
        prices=prices_of(request.actor, row)[:20],
        forms=offered,
        rules=rules,
    )


# The steps with texts that are kept as drafts.
LONG = {"answer", "progress", "message"}


def _forms(request: PartnerRequest, row: Deal, rules: Deals | None, step: str) -> Mapping[str, RefusableForm]:
    """The forms of the steps that are possible; the submitted form keeps its input."""
    if rules is None or not may(request.actor, "deals.work"):
        return {}

    def given(name: str, **initial: Any) -> dict[str, Any]:
        posted = name == step
        data, files = (request.POST, request.FILES) if posted else (None, None)
        return {"data": data, "files": files, "initial": initial, "auto_id": f"{name}-%s"}

    found: dict[str, RefusableForm] = {}
    if can(row.state, "answer"):
        found["answer"] = forms.AnswerForm(**given("answer"))
    if can(row.state, "win"):
        found["progress"] = forms.TextForm(**given("progress"))
        if rules.prices:
            about: dict[str, Any] = {"definition": request.definition, "currency": row.currency}
            found["price"] = forms.PriceForm(**given("price"), **about)
        found["won"] = forms.WonForm(**given("won"), rules=rules)
        found["lost"] = forms.LostForm(**given("lost"), rules=rules)
    if can(row.state, "withdraw"):
        found["begin"] = forms.BeginForm(**given("begin", on=row.begins_on or request.today))
        found["message"] = forms.TextForm(**given("message"))
        found["withdraw"] = forms.WithdrawForm(**given("withdraw"))
    for name in LONG & set(found):
        restore(request, found[name], f"deal.{row.pk}.{name}")
    return found


def _take_step(request: PartnerRequest, row: Deal, step: str, form: RefusableForm) -> str:
    """Call the operation of the step; returns what to say."""
    about: dict[str, Any] = {
        "actor": request.actor,
        "deal": row,
        "rulebook": request.rulebook,
        "today": request.today,
        "now": now(),
    }
    given = form.cleaned_data
    match step:
        case "answer":
            registering.answer_deal(**about, text=given["text"], files=given["attached"])
            return _("Answer sent.")
        case "progress":
            working.report_progress(**about, **given)
            return _("Progress reported.")
        case "price":
            pricing.ask_price(**about, **given)
            return _("Price sent for approval. Wait for our answer before you quote it.")
        case "won":
            working.win_deal(**about, **given)
            return _("Closed as won.")
        case "lost":
            working.lose_deal(**about, **given)
            return _("Closed as lost.")
        case "begin":
            working.begin_work(**about, **given)
            return _("Saved.")
        case "message":
            registering.add_deal_message(**about, **given)
            return _("Message sent.")
    registering.withdraw_deal(**about, **given)
    return _("Withdrawn. The client is no longer protected for you.")
