"""Notices about quotes whose prices were decided, and about agreed prices."""

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from common.actor import Actor
from common.tenancy import bind
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.rulebook import Rulebook
from store.models import ClientQuote, PriceAgreement
from store.quotes.events import PriceAgreed, QuoteDecided


def tell_of_quote(event: QuoteDecided) -> None:
    """Tell the partner whether it may send the quote."""
    quote = ClientQuote.objects.visible_to(Actor.system(event.program_id)).get(pk=event.quote_id)
    shown = {"what": "agreed" if event.agreed else "declined", "quote": quote}
    link = reverse("store:quote", args=[quote.number])
    key = f"quote/{quote.number}/{shown['what']}"
    _tell(event.rulebook, event.partner_id, key, shown, link, event.today, event.now)


def tell_of_agreement(event: PriceAgreed) -> None:
    """Tell the partner which price it may offer, to whom, and until when; not of one that came from elsewhere.

    Whoever agreed that, for example for a deal, tells the partner there.
    """
    rows = PriceAgreement.objects.visible_to(Actor.system(event.program_id)).select_related("product")
    agreement = rows.get(pk=event.agreement_id)
    if agreement.reference:
        return
    shown = {"what": "price", "agreement": agreement}
    key = f"agreement/{agreement.pk}"
    _tell(event.rulebook, event.partner_id, key, shown, reverse("store:quotes"), event.today, event.now)


def _tell(
    rulebook: Rulebook, partner_id: int, key: str, shown: dict[str, Any], link: str, today: date, now: datetime
) -> None:
    program = rulebook.program
    store = rulebook.on(today).store
    clause = store.minimum_price.clause if store and store.minimum_price else ""
    with bind(program.pk):
        language = languages_of(program, [partner_id])[partner_id]

    def write() -> Draft:
        subject = " ".join(render_to_string("store/notices/quote_subject.txt", shown).split())
        body = render_to_string("store/notices/quote.txt", shown)
        return Draft(partner_id, "quote", key, today, subject, body, clause=clause, link=link)

    send_notices(program_id=program.pk, drafts=[in_every_language(language, write)], now=now)
