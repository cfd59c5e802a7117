"""The public request form, and the page behind a client's private link.

Opening the link changes nothing, so a mail scanner may: every step is a form that a person sends.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import refusal, within
from common.clock import now
from common.numbers import LARGEST_ID, whole_number
from leads.requests.models import LeadRequest
from leads.requests.operations.following import close_request, erase_request, rate_partner
from leads.requests.operations.receiving import receive_request
from leads.requests.pages.forms import CloseForm, RatingForm, RequestForm
from leads.requests.queries import Followed, client_copy, followed
from leads.rotation.eligible import takes_requests
from partners.drafts.kit import restore
from partners.models import Card
from programs.definition.leads import Leads
from programs.pages import with_rules
from programs.requests import ProgramRequest
from web.forms import RefusableForm
from web.requests import StrOrPromise

_SEARCHING = gettext_lazy("Looking for a partner")
# A client knows no board and no offers, and a won request is one whose work is done.
_FOR_CLIENTS: dict[str, StrOrPromise] = {
    LeadRequest.State.NEW: _SEARCHING,
    LeadRequest.State.OFFERED: _SEARCHING,
    LeadRequest.State.OPEN: _SEARCHING,
    LeadRequest.State.WON: gettext_lazy("Completed"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_rules
def new_request(request: ProgramRequest) -> HttpResponse:
    """The form for clients (B24-6); with ``?partner=``, the chosen partner gets the request first.

    ``?source=`` is another public form of the program.
    """
    leads = _leads(request)
    source = _source(request, leads)
    asked_for = _asked_for(request)
    wanted = asked_for if asked_for and _takes(request, asked_for, source) else None
    if request.method != "POST":
        initial = {"country": wanted.country} if wanted else {}
        unsent = RequestForm(leads=leads, currency=request.site.currency, initial=initial)
        return _form_page(request, unsent, wanted, asked_for)
    form = RequestForm(request.POST, leads=leads, currency=request.site.currency)
    if not within(request, "request", key=str(request.POST.get("email", ""))[:254]):
        return refusal(request)
    if form.is_trapped:
        return redirect("leads:request_sent")  # a robot is told nothing
    if form.is_valid():
        with form.refusals():
            receive_request(
                actor=request.actor,
                rulebook=request.rulebook,
                kind=form.cleaned_data.get("kind", ""),
                answers=form.answers,
                consent=True,
                source=source,
                wanted=wanted.code if wanted else "",
                currency=request.site.currency,
                now=now(),
            )
            return redirect("leads:request_sent")
    return _form_page(request, form, wanted, asked_for)


@require_safe
@never_cache
@with_rules
def sent(request: ProgramRequest) -> HttpResponse:
    """Says what happens after the form was sent."""
    _leads(request)
    return render(request, "leads/requests/sent.html", {"place": "request"})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@with_rules
def follow(request: ProgramRequest, secret: str) -> HttpResponse:
    """A client's request: who answers, and forms to rate them, close the request or erase the data."""
    if not within(request, "follow"):
        return refusal(request)
    found = followed(request.program.pk, secret)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _follow_page(request, found, _forms(request, found))
    step = request.POST.get("step", "")
    forms = _forms(request, found, step)
    form = forms.get(step)
    if form is None:
        return redirect("leads:follow", secret)
    if step == "export":
        return _copy(request, found)
    if form.is_valid():
        with form.refusals():
            said = _take_step(request, found, step, form)
            if step == "erase":
                return redirect("leads:request_erased")
            messages.success(request, said)
            return redirect("leads:follow", secret)
    return _follow_page(request, found, forms)


@require_safe
@never_cache
@with_rules
def erased(request: ProgramRequest) -> HttpResponse:
    """Says that the data are erased; the private link leads nowhere any more."""
    _leads(request)
    return render(request, "leads/requests/erased.html", {"place": "request"})


def _copy(request: ProgramRequest, found: Followed) -> HttpResponse:
    """Everything held about the request, as a file for its client."""
    answer = HttpResponse(client_copy(request.program.pk, found.lead), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-request.json"'
    return answer


def _take_step(request: ProgramRequest, found: Followed, step: str, form: Any) -> str:
    given: dict[str, Any] = {
        "actor": request.actor,
        "lead": found.lead,
        "rulebook": request.rulebook,
        "today": request.today,
        "now": now(),
    }
    match step.partition("-")[0]:
        case "close":
            close_request(**given, reason=form.cleaned_data["reason"])
            return _("Your request is closed.")
        case "erase":
            erase_request(**given)
            return _("Your data are erased.")
    number = whole_number(step.partition("-")[2], most=LARGEST_ID) or 0
    rate_partner(**given, reservation_id=number, stars=form.cleaned_data["stars"], text=form.cleaned_data["text"])
    return _("Thank you for your rating.")


def _forms(request: ProgramRequest, found: Followed, step: str = "") -> dict[str, Any]:
    """The forms of the steps possible now, by step."""
    stars = whole_number(request.GET.get("stars", ""), most=LARGEST_ID)

    def data(name: str) -> Any:
        return request.POST if name == step else None

    made: dict[str, Any] = {}
    for row in found.reservations:
        name = f"rate-{row.pk}"
        initial = {"stars": row.stars or stars, "text": row.stars_text}
        made[name] = RatingForm(data(name), initial=initial, auto_id=f"{name}-%s")
    if found.is_live:
        made["close"] = CloseForm(data("close"), auto_id="close-%s")
    made["export"] = RefusableForm(data("export"), auto_id="export-%s")
    made["erase"] = RefusableForm(data("erase"), auto_id="erase-%s")
    return made


def _follow_page(request: ProgramRequest, found: Followed, forms: dict[str, Any]) -> HttpResponse:
    partners = [(row, forms[f"rate-{row.pk}"], f"rate-{row.pk}") for row in found.reservations]
    shown = {
        "place": "request",
        "found": found,
        "lead": found.lead,
        "state": _FOR_CLIENTS.get(found.lead.state) or found.lead.get_state_display(),
        "kind": _leads(request).kind_name(found.lead.kind) if found.lead.kind else "",
        "partners": partners,
        "forms": forms,
    }
    return render(request, "leads/requests/follow.html", shown)


def _form_page(request: ProgramRequest, form: RequestForm, wanted: Card | None, asked_for: Card | None) -> HttpResponse:
    leads = _leads(request)
    sources, here = leads.public_sources, _source(request, leads)
    restore(request, form, "request")
    shown = {"place": "request", "form": form, "wanted": wanted, "asked_for": asked_for, "here": here}
    shown["sources"] = sources if len(sources) > 1 else []
    return render(request, "leads/requests/form.html", shown)


def _source(request: ProgramRequest, leads: Leads) -> str:
    """The code of the form's source; empty for the program's first one."""
    asked = request.GET.get("source", "")
    codes = [one.code for one in leads.public_sources]
    return asked if asked in codes else next(iter(codes), "")


def _takes(request: ProgramRequest, card: Card, source: str) -> bool:
    mode = _leads(request).source_mode(source).code
    return takes_requests(request.rulebook, mode=mode, partner_id=card.partner_id, on=request.today)


def _asked_for(request: ProgramRequest) -> Card | None:
    code = request.GET.get("partner", "")[:60]
    return (
        Card.objects.filter(program_id=request.program.pk, code=code).first() if code and code.isprintable() else None
    )


def _leads(request: ProgramRequest) -> Leads:
    leads = request.definition.leads
    if leads is None or not leads.form:
        raise Http404
    return leads
