"""The partner agrees a price with the vendor before it quotes (KKV-5.3)."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.constraints import violated
from common.dates import DAY
from common.events import publish
from common.numbers import money
from common.tenancy import bind
from common.text import read_into
from leads.deals.events import DealPriceAgreed
from leads.deals.models import Deal, DealPrice, DealStep
from leads.deals.operations.registering import MOST
from leads.deals.rules import due
from leads.deals.writing import Moment, UnableToMove, hold, require_own, rules_of, said, step
from programs.definition.deals import Prices
from programs.rulebook import Rulebook

Kind = DealStep.Kind
MOST_UNITS = 1_000_000


def ask_price(
    *,
    actor: Actor,
    deal: Deal,
    product: str,
    quantity: int,
    amount: Decimal,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    text: str = "",
) -> DealPrice:
    """Ask the vendor to agree a price before quoting it to the client; one request at a time (KKV-5.3).

    ``product`` is a code of the program's store, or a name where it has none; ``amount`` is the price of one unit in
    the deal's currency. Raises UnableToMove where the program agrees no prices, while another request
    waits, and for a deal that isn't protected.
    """
    require_own(actor, deal)
    if actor.user_id is None:
        raise PermissionDenied("deals.work")
    moment = Moment(actor, rulebook, today, now)
    prices = _prices(moment)
    found: dict[str, str] = {}
    code, name = _product(moment, read_into(found, "product", product))
    if not name:
        found.setdefault("product", _("Choose a product."))
    if not 0 < quantity <= MOST_UNITS:
        found["quantity"] = _("Enter a quantity, for example 1.")
    if not 0 < amount <= MOST:
        found["amount"] = _("Enter the price, for example 25000.")
    if found:
        raise UnableToMove(found)
    with bind(deal.program_id):
        row = hold(deal, "price")
        try:
            with transaction.atomic():
                price = DealPrice.objects.create(
                    program_id=row.program_id,
                    partner_id=row.partner_id,
                    deal=row,
                    product=code,
                    name=name[:200],
                    quantity=quantity,
                    asked=amount,
                    currency=row.currency,
                    asked_at=now,
                    asked_by_id=actor.user_id,
                    due_on=due(prices.decision, today, row.partner.country) if prices.decision else None,
                )
        except IntegrityError as error:
            if not violated(error, "leads_dealprice_one"):
                raise
            raise UnableToMove({"": _("A price is already under review.")}) from error
        words = "\n".join(filter(None, [_words(price, price.asked), said(text)]))
        step(row, Kind.PRICE_ASKED, moment=moment, text=words, due_on=price.due_on)
    return price


def agree_price(
    *,
    actor: Actor,
    price: DealPrice,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    agreed: Decimal | None = None,
    until: date | None = None,
    text: str = "",
) -> DealPrice:
    """Agree the price that was asked, or another one, for the program's days or ``until`` a day (KKV-5.3).

    Raises UnableToMove if it was decided before, and for an ended deal.
    """
    moment, prices = _deciding(actor, price, rulebook, today, now)
    with bind(price.program_id):
        deal = hold(price.deal, "price")
        row = _waiting(price)
        amount = row.asked if agreed is None else agreed
        if not 0 < amount <= MOST:
            raise UnableToMove({"agreed": _("Enter the price, for example 25000.")})
        valid_until = until or today + prices.valid_days * DAY
        if valid_until < today:
            raise UnableToMove({"until": _("Choose today or a later day.")})
        row.state, row.agreed, row.valid_until, row.decided_at = DealPrice.State.AGREED, amount, valid_until, now
        row.save(update_fields=["state", "agreed", "valid_until", "decided_at"])
        words = "\n".join(filter(None, [_words(row, amount), said(text)]))
        step(deal, Kind.PRICE_AGREED, moment=moment, text=words, due_on=valid_until)
        publish(DealPriceAgreed(rulebook, deal.partner_id, deal.pk, row.pk, today, now))
    return row


def decline_price(
    *, actor: Actor, price: DealPrice, text: str, rulebook: Rulebook, today: date, now: datetime
) -> DealPrice:
    """Decline a price with a reason; the partner can ask again. Raises UnableToMove."""
    moment, _rules = _deciding(actor, price, rulebook, today, now)
    with bind(price.program_id):
        deal = hold(price.deal, "price")
        row = _waiting(price)
        text = said(text, missing=_("Give a reason. The partner reads it."))
        row.state, row.decided_at = DealPrice.State.DECLINED, now
        row.save(update_fields=["state", "decided_at"])
        step(deal, Kind.PRICE_DECLINED, moment=moment, text=text)
    return row


def _deciding(actor: Actor, price: DealPrice, rulebook: Rulebook, today: date, now: datetime) -> tuple[Moment, Prices]:
    require(actor, "deals.decide", program_id=price.program_id)
    moment = Moment(actor, rulebook, today, now)
    return moment, _prices(moment)


def _prices(moment: Moment) -> Prices:
    prices = rules_of(moment).prices
    if prices is None:
        raise UnableToMove({"": _("This program has no special prices for deals.")})
    return prices


def _waiting(price: DealPrice) -> DealPrice:
    row = DealPrice.objects.select_for_update(no_key=True).get(pk=price.pk)
    if row.state != DealPrice.State.ASKED:
        raise UnableToMove({"": _("This price was decided before.")})
    return row


def _product(moment: Moment, given: str) -> tuple[str, str]:
    """The code and name of a product; no name for one that the store doesn't have."""
    store = moment.rulebook.on(moment.today).store
    if store is None or not store.products:
        return "", given
    return given, next((one.name for one in store.products if one.code == given), "")


def _words(price: DealPrice, amount: Decimal) -> str:
    """What is asked or agreed: "2 × Portal: €500.00 each"."""
    words = {"quantity": price.quantity, "product": price.name, "amount": money(amount, price.currency)}
    return _("%(quantity)s × %(product)s: %(amount)s each") % words
