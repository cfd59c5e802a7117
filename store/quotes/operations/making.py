"""Making a quote for an end client, withdrawing it, and putting it into the cart (B24-2.2b, B24-13.5)."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.refusals import Refused
from common.text import without_odd
from partners.models import Partner
from programs.homes import client_language
from programs.rulebook import Rulebook
from store.cart.operations import add_to_cart
from store.compliance.operations import note_refused_sale
from store.kyc.queries import kyc_problem
from store.models import CartLine, ClientQuote, ClientQuoteLine, Product
from store.money import ZERO, minor_units
from store.orders.operations.placing import MOST_LINES, NUMBER_LENGTH
from store.orders.rules import SIGNS
from store.pricing.asked import EndClient, Wanted
from store.pricing.quoting import QuotedLine, quote
from store.quotes.queries import floors
from store.quotes.rules import Floor
from store.quotes.writing import hold_quote
from store.templatetags.store import money

PERMISSION = "quotes.make"
LONGEST = 4000
LONGEST_TERM = timedelta(days=366)
LARGEST = Decimal(10) ** 12


class UnableToQuote(Refused):
    """The quote can't be made or changed; ``problems`` says why, by field: ``0.unit_price`` is of the first line."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A product of a quote: how many, and the end client's price of one, without tax."""

    product: Product
    quantity: int
    unit_price: Decimal


def make_quote(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    client: EndClient,
    lines: Sequence[Offered],
    valid_until: date,
    language: str = "",
    message: str = "",
    request: str = "",
    today: date,
    now: datetime,
) -> ClientQuote:
    """Make a quote in the partner's currency; without ``language``, in that of the client's country.

    A price below the minimum that no campaign or agreed price allows needs ``request``, and the quote waits for the
    vendor's decision (B24-13.5); so does any price of a product whose price must be agreed (KKV-5.3). Raises
    UnableToQuote; PermissionDenied for anyone who may not quote for this partner.
    """
    require(actor, PERMISSION, program_id=partner.program_id)
    message, request = without_odd(message, lines=True)[:LONGEST], without_odd(request, lines=True)[:LONGEST]
    if problems := _basics(lines, client, partner.currency, valid_until, today):
        raise UnableToQuote(problems)
    if blocked := kyc_problem(actor, partner.pk):
        raise UnableToQuote({"": blocked})
    wanted = [Wanted(each.product, each.quantity, client) for each in lines]
    found = quote(actor=actor, partner=partner, rulebook=rulebook, wanted=wanted, on=today)
    store = rulebook.on(today).store
    if found.excluded and store and store.exclusions:
        clause = store.exclusions.clause
        note_refused_sale(
            actor=actor, partner=partner, clients=found.excluded, clause=clause, now=now, matches=found.matches
        )
    if found.problems:
        raise UnableToQuote(_of_client(found.problems))
    lowest = floors(
        actor,
        partner.pk,
        found.lines,
        currency=partner.currency,
        on=today,
        agreed_only=store.agreed_prices if store else None,
    )
    refused = bool(store and store.minimum_price and store.minimum_price.quotes_below == "refused")
    below = _too_low(lines, lowest, partner.currency) if refused or any(each.to_agree for each in lowest) else {}
    if below and not request:
        raise UnableToQuote(below)
    with transaction.atomic():
        row = ClientQuote.objects.create(
            program_id=partner.program_id,
            partner=partner,
            number="".join(secrets.choice(SIGNS) for _each in range(NUMBER_LENGTH)),
            state=ClientQuote.State.WAITING if below else ClientQuote.State.READY,
            client=client.stored(),
            company=client.company,
            language=language or client_language(rulebook.program, client.country),
            currency=partner.currency,
            total=sum((each.unit_price * each.quantity for each in lines), ZERO),
            made_on=today,
            valid_until=valid_until,
            message=message,
            request=request if below else "",
            made_at=now,
            made_by_id=actor.user_id,
        )
        ClientQuoteLine.objects.bulk_create(
            _line(row, place, one, priced, floor)
            for place, (one, priced, floor) in enumerate(zip(lines, found.lines, lowest, strict=True), 1)
        )
    return row


def withdraw_quote(*, actor: Actor, quote: ClientQuote) -> ClientQuote:
    """Withdraw a quote: it is no longer printed or ordered. Raises UnableToQuote once withdrawn, PermissionDenied."""
    require(actor, PERMISSION, program_id=quote.program_id)
    with transaction.atomic():
        row = hold_quote(actor, quote)
        if row.state == ClientQuote.State.WITHDRAWN:
            raise UnableToQuote({"": _("This quote is withdrawn.")})
        row.state = ClientQuote.State.WITHDRAWN
        row.save(update_fields=["state"])
    return row


def quote_to_cart(*, actor: Actor, quote: ClientQuote, rulebook: Rulebook, today: date, now: datetime) -> ClientQuote:
    """Put everything in a quote into the cart, for its client, at the partner's prices.

    Raises UnableToQuote for one that is not valid today or is in the cart already, UnableToFillCart, PermissionDenied.
    """
    require(actor, "orders.place", program_id=quote.program_id)
    with transaction.atomic():
        row = hold_quote(actor, quote)
        if not row.is_valid(today):
            raise UnableToQuote({"": _("This quote is no longer valid. Copy it to make a new one.")})
        if CartLine.objects.visible_to(actor).filter(quote=row).exists():
            raise UnableToQuote({"": _("This quote is in your cart.")})
        for line in row.lines.select_related("product").order_by("place"):
            add_to_cart(
                actor=actor,
                partner=row.partner,
                rulebook=rulebook,
                product=line.product,
                quantity=line.quantity,
                client=EndClient.of(row.client),
                quote=row,
                today=today,
                now=now,
            )
        row.carted_at = now
        row.save(update_fields=["carted_at"])
    return row


def _line(row: ClientQuote, place: int, one: Offered, priced: QuotedLine, floor: Floor) -> ClientQuoteLine:
    minimum = priced.price.minimum or ZERO
    return ClientQuoteLine(
        program_id=row.program_id,
        partner_id=row.partner_id,
        quote=row,
        place=place,
        product=one.product,
        name=one.product.name,
        quantity=one.quantity,
        unit_price=one.unit_price,
        amount=one.unit_price * one.quantity,
        minimum=minimum,
        floor=min(floor.price, minimum),
        because=floor.because if one.unit_price < minimum else "",
    )


def _basics(
    lines: Sequence[Offered], client: EndClient, currency: str, valid_until: date, today: date
) -> dict[str, str]:
    found: dict[str, str] = {}
    if not lines:
        return {"": _("Add at least one product.")}
    if len(lines) > MOST_LINES:
        return {"": _("A quote has at most %(most)s lines.") % {"most": MOST_LINES}}
    if not client.company:
        found["company"] = _("Enter the client's company.")
    if valid_until < today:
        found["valid_until"] = _("Enter today or a later day.")
    elif valid_until > today + LONGEST_TERM:
        found["valid_until"] = _("A quote is valid for at most a year.")
    step = Decimal(1).scaleb(-minor_units(currency))
    for place, each in enumerate(lines):
        if not 0 < each.quantity <= CartLine.MOST:
            found[f"{place}.quantity"] = _("Enter a number from 1 to %(most)s.") % {"most": CartLine.MOST}
        if not 0 <= each.unit_price < LARGEST or each.unit_price % step:
            said = _("Enter an amount with at most %(decimals)s decimals.")
            found[f"{place}.unit_price"] = said % {"decimals": minor_units(currency)}
    return found


def _too_low(lines: Sequence[Offered], lowest: Sequence[Floor], currency: str) -> dict[str, str]:
    low = _("The minimal price is %(price)s. Enter at least that, or say below why the client needs a lower one.")
    missing = _("Agree this price with us first: register a deal, or say below why the client needs it.")
    return {
        f"{place}.unit_price": missing if floor.to_agree else low % {"price": money(floor.price, currency)}
        for place, (one, floor) in enumerate(zip(lines, lowest, strict=True))
        if floor.refuses(one.unit_price)
    }


def _of_client(problems: Mapping[str, str]) -> dict[str, str]:
    """The quote has one client, so what is wrong with it is told once."""
    found: dict[str, str] = {}
    for name, words in problems.items():
        place, _dot, field = name.partition(".")
        found.setdefault(field or (f"{place}.product" if place.isdigit() else ""), words)
    return found
