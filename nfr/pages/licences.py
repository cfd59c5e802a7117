"""A partner's page of NFR licenses: what its level includes, claiming one, extending it, and its key."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import may
from common.clock import now
from nfr.allowances import Allowance, allowances, extension_of, used_up
from nfr.models import NfrGrant
from nfr.operations.claiming import claim_nfr
from nfr.operations.deciding import UnableToExtendNfr, extend_nfr
from nfr.operations.keys import UnableToShowKey, show_key
from nfr.operations.returning import UnableToReturnNfr, return_nfr
from nfr.queries import grants_of
from nfr.rules import extendable_from
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.definition.nfr import Grant, Nfr
from web.fields import Line
from web.forms import RefusableForm
from web.paging import page_number, page_of

ROWS = 50


@dataclass
class Shown:
    """One license in the list, with what can be done about it."""

    row: NfrGrant
    grant: Grant | None
    extendable_on: date | None
    can_extend: bool

    @property
    def name(self) -> str:
        return self.grant.name if self.grant else self.row.kind


class ClaimForm(RefusableForm):
    """Claims a license: its account for a cloud subscription, and the accepted uses."""

    account = Line(
        label=gettext_lazy("Account address"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off", "spellcheck": "false"}),
    )
    accepted = forms.BooleanField(
        label=gettext_lazy("We use this license only for these purposes and don't resell it."),
        error_messages={"required": gettext_lazy("Accept the allowed uses to claim the license.")},
    )

    def __init__(self, *args: Any, grant: Grant, example: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if grant.form != "cloud":
            del self.fields["account"]
            return
        never = gettext_lazy("An account that never had a paid subscription, for example %(example)s.")
        known = gettext_lazy("For example %(example)s.")
        self.fields["account"].help_text = (never if grant.never_commercial else known) % {"example": example}

    def field_for(self, name: str) -> str:
        """Show problems with the uses beside the checkbox."""
        return "accepted" if name == "purposes" else name


@require_safe
@partner_page("nfr.view")
def licences(request: PartnerRequest) -> HttpResponse:
    """What the level includes, and the licenses so far."""
    known = _known(request)
    page = page_of(grants_of(request.actor), page_number(request.GET), ROWS)
    nfr = _nfr(request)
    offers = [(one, used_up(one) if one.slot is None else "") for one in known]
    return dashboard_page(
        request,
        "nfr/licences.html",
        offers=offers,
        page=page,
        shown=[_shown(row, known, nfr, request.today) for row in page.rows],
        purposes=nfr.purposes,
        may_claim=may(request.actor, "nfr.claim"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("nfr.claim")
def claim(request: PartnerRequest, licence_kind: str) -> HttpResponse:
    """Claim one license of a kind."""
    nfr = _nfr(request)
    found = next((one for one in _known(request) if one.rule.grant == licence_kind), None)
    if found is None or found.rule.given != "on_claim":
        raise Http404
    store = request.definition.store
    hosts = store.cloud_account.hosts if store and store.cloud_account else ["example.com"]
    form = ClaimForm(request.POST or None, grant=found.grant, example=f"your-company.{hosts[0]}")
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            row = claim_nfr(
                actor=request.actor,
                partner=request.partner,
                kind=licence_kind,
                account=form.cleaned_data.get("account", ""),
                purposes=nfr.purposes.allowed if nfr.purposes else [],
                rulebook=request.rulebook,
                today=request.today,
                now=now(),
            )
            waits = row.state == NfrGrant.State.WAITING
            said = _("Claim sent. We'll email you once it is decided.") if waits else _("Your license is active.")
            messages.success(request, said)
            return redirect("nfr:licences")
    full = "" if found.slot else used_up(found)
    return dashboard_page(request, "nfr/claim.html", form=form, found=found, full=full, purposes=nfr.purposes)


@require_POST
@partner_page("nfr.claim")
def extend(request: PartnerRequest, grant_id: int) -> HttpResponse:
    """Extend a license."""
    row = get_object_or_404(NfrGrant.objects.visible_to(request.actor), pk=grant_id)
    try:
        extend_nfr(actor=request.actor, grant=row, rulebook=request.rulebook, today=request.today, now=now())
    except UnableToExtendNfr as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The license is extended."))
    return redirect("nfr:licences")


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("nfr.claim")
def give_back(request: PartnerRequest, grant_id: int) -> HttpResponse:
    """Withdraw a claim or give a license back, after a page that says what follows."""
    row = get_object_or_404(NfrGrant.objects.visible_to(request.actor), pk=grant_id)
    if request.method == "POST":
        try:
            return_nfr(actor=request.actor, grant=row, rulebook=request.rulebook, today=request.today, now=now())
        except UnableToReturnNfr as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done. It no longer counts as one of your licenses."))
        return redirect("nfr:licences")
    known = next((one for one in _known(request) if one.rule.grant == row.kind), None)
    used = row.state == NfrGrant.State.ACTIVE and known is not None and not known.rule.extendable
    context = {"grant": row, "used": used, "rule": _nfr(request).grant(row.kind), "held": row.state in NfrGrant.HELD}
    return dashboard_page(request, "nfr/give_back.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("nfr.claim")
def key(request: PartnerRequest, grant_id: int) -> HttpResponse:
    """Show a key after the allowed uses are accepted; every view is logged."""
    row = get_object_or_404(NfrGrant.objects.visible_to(request.actor), pk=grant_id, form=NfrGrant.Form.ON_PREMISE)
    nfr, shown, problem = _nfr(request), "", ""
    if request.method == "POST":
        try:
            shown = show_key(
                actor=request.actor, grant=row, accepted=bool(request.POST.get("accepted")), nfr=nfr, now=now()
            )
        except UnableToShowKey as refusal:
            problem = str(refusal)
    context = {"grant": row, "key": shown, "problem": problem, "purposes": nfr.purposes}
    return dashboard_page(request, "nfr/key.html", **context)


def _nfr(request: PartnerRequest) -> Nfr:
    """The program's rules about NFR licenses. Raises Http404 if it has none."""
    if request.definition.nfr is None:
        raise Http404
    return request.definition.nfr


def _known(request: PartnerRequest) -> list[Allowance]:
    _nfr(request)
    return allowances(partner=request.partner, rulebook=request.rulebook, on=request.today)


def _shown(row: NfrGrant, known: list[Allowance], nfr: Nfr, today: date) -> Shown:
    life = extension_of(row, known)
    first = None if isinstance(life, str) or row.ends_on is None else extendable_from(row.ends_on, life.extension_days)
    return Shown(row, nfr.grant(row.kind), first, first is not None and today >= first)
