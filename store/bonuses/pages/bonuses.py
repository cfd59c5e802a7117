"""A partner's bonus page: what is available, what it can apply for, and every movement."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may
from common.clock import now
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.wording import Words
from statuses.standing.wording import answer
from store.bonuses.operations.giving import apply_for_bonus
from store.bonuses.posting import UnableToGiveBonus
from store.bonuses.queries import bonus_available, movements, offers, usable_credits
from web.paging import page_number, page_of

ROWS = 50


@require_safe
@partner_page("bonuses.view")
def bonuses(request: PartnerRequest) -> HttpResponse:
    """The bonus account."""
    rules = request.definition.bonuses
    if rules is None:
        raise Http404
    actor, partner, on = request.actor, request.partner, request.today
    words = Words(request.definition, partner.currency)
    shown = offers(actor=actor, partner=partner, rulebook=request.rulebook, on=on)
    return dashboard_page(
        request,
        "store/bonuses/bonuses.html",
        rules=rules,
        names={kind.code: kind.name for kind in rules.kinds},
        available=bonus_available(actor, partner.pk, partner.currency, on=on),
        least=rules.spending.money_in(partner.currency),
        credits=list(usable_credits(actor, partner.pk, on=on)),
        offers=[(offer, [answer(finding, words) for finding in offer.findings]) for offer in shown],
        may_apply=may(actor, "bonuses.apply"),
        page=page_of(movements(actor, partner.pk), page_number(request.GET), ROWS),
    )


@require_POST
@partner_page("bonuses.apply")
def bonus_apply(request: PartnerRequest, kind: str) -> HttpResponse:
    """Apply for one kind of bonus."""
    try:
        apply_for_bonus(
            actor=request.actor,
            partner=request.partner,
            rulebook=request.rulebook,
            kind=kind,
            today=request.today,
            now=now(),
        )
    except UnableToGiveBonus as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Application submitted. We'll let you know when it's decided."))
    return redirect("store:bonuses")
