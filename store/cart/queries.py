"""Reads of the cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.actor import Actor
from common.dates import DAY, months_after
from partners.models import Partner
from partners.requests import PartnerRequest
from programs.rulebook import Rulebook
from store.models import CartLine
from store.money import ZERO
from store.pricing.quoting import EndClient, Quote, QuotedLine, Wanted, quote


def cart_lines(actor: Actor) -> list[CartLine]:
    """The lines of the partner's cart, in the order in which they were added; one query."""
    return list(CartLine.objects.visible_to(actor).select_related("product").order_by("pk"))


def wanted(lines: Sequence[CartLine]) -> list[Wanted]:
    """What the cart asks for."""
    return [Wanted(line.product, line.quantity, EndClient.of(line.client)) for line in lines]


@dataclass(frozen=True)
class CartRow:
    """A line with its amounts, or with its problems; ``term`` is the first and last day if it extends a license."""

    line: CartLine
    quoted: QuotedLine | None
    problems: Sequence[str]
    term: tuple[date, date] | None = None

    @property
    def client(self) -> EndClient:
        """The client of the line."""
        return EndClient.of(self.line.client)


@dataclass(frozen=True)
class Cart:
    """The cart at today's prices."""

    rows: Sequence[CartRow]
    quote: Quote

    @property
    def ready(self) -> bool:
        """Whether everything in it can be bought."""
        return bool(self.rows) and not self.quote.problems


def read_cart(request: PartnerRequest, *, bonus: Decimal = ZERO) -> Cart:
    """The cart of the partner that a page is for, at today's prices."""
    return cart_of(
        actor=request.actor, partner=request.partner, rulebook=request.rulebook, on=request.today, bonus=bonus
    )


def cart_of(*, actor: Actor, partner: Partner, rulebook: Rulebook, on: date, bonus: Decimal = ZERO) -> Cart:
    """A partner's cart at a day's prices, in a bounded number of queries; ``bonus`` pays for a part of it."""
    lines = cart_lines(actor)
    asked = wanted(lines)
    found = quote(actor=actor, partner=partner, rulebook=rulebook, wanted=asked, on=on, bonus=bonus)
    quoted = {id(each.wanted): each for each in found.lines}
    rows = []
    ends: dict[object, date] = {}
    for place, (line, each) in enumerate(zip(lines, asked, strict=True)):
        wrong = [words for name, words in found.problems.items() if name.split(".")[0] == str(place)]
        line_quoted = quoted.get(id(each))
        rows.append(CartRow(line, line_quoted, wrong, _term(line_quoted, ends)))
    return Cart(rows, found)


def _term(quoted: QuotedLine | None, ends: dict[object, date]) -> tuple[date, date] | None:
    """When a subscription runs that follows another one; ``ends`` are the last days of the lines before, by client."""
    if quoted is None or quoted.runs_until is None or not quoted.wanted.product.months:
        return None
    client = quoted.wanted.client
    whose = client.known or client.account or client.company
    begins = last = max(quoted.runs_until, ends.get(whose, quoted.runs_until)) + DAY
    for _unit in range(quoted.wanted.quantity):
        last = months_after(last, quoted.wanted.product.months)
    ends[whose] = last - DAY
    return begins, last - DAY
