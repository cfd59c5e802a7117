"""Numbers of invoices, and what a credit note takes back. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from programs.definition.store import InvoiceSeries

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line as it is printed: ``list_amount`` less ``discount`` and ``bonus`` is ``net``, before tax."""

    place: int
    name: str
    client: str
    quantity: int
    unit_price: Decimal
    list_amount: Decimal
    discount: Decimal
    bonus: Decimal
    net: Decimal
    category: str
    tax_name: str
    percent: Decimal

    @property
    def tax_key(self) -> tuple[str, str, Decimal]:
        """What lines must share to be taxed together."""
        return (self.category, self.tax_name, self.percent)


@dataclass(frozen=True, slots=True)
class BilledTax:
    """One tax of an invoice on the sum of its lines (EN 16931, BR-CO-17)."""

    category: str
    name: str
    percent: Decimal
    base: Decimal
    tax: Decimal

    @property
    def key(self) -> tuple[str, str, Decimal]:
        """What lines of this tax share."""
        return (self.category, self.name, self.percent)


class TooMuch(ValueError):
    """More would be credited than was invoiced."""


def stem(series: InvoiceSeries, kind: str, year: int) -> str:
    """What is printed before the count of ``series.digits`` digits."""
    return f"{series.credit_note if kind == 'credit_note' else series.invoice}{year}-"


def taxes_of(lines: Iterable[BilledLine], taxes: Mapping[int, Decimal]) -> list[BilledTax]:
    """The taxes of lines, each with its base; ``taxes`` has each line's share by its place."""
    found: dict[tuple[str, str, Decimal], tuple[Decimal, Decimal]] = {}
    for line in lines:
        base, tax = found.get(line.tax_key, (ZERO, ZERO))
        found[line.tax_key] = (base + line.net, tax + taxes.get(line.place, ZERO))
    return [BilledTax(*key, base, tax) for key, (base, tax) in found.items()]


def credit(
    lines: Sequence[BilledLine],
    taxes: Sequence[BilledTax],
    before: Sequence[tuple[Sequence[BilledLine], Sequence[BilledTax]]],
    wanted: Mapping[int, Decimal] | None,
    unit: Decimal,
    tax_shares: Mapping[int, Decimal] | None = None,
) -> tuple[list[BilledLine], list[BilledTax]]:
    """The lines and taxes of a credit note about an invoice of which ``before`` was credited already.

    ``wanted`` is the net to take back of each line, by its place; without it, all that is left. The tax of what is
    credited last is what is left of the tax, so that all credit notes together never differ from the invoice by a
    rounding. ``tax_shares`` are the tax of each line where somebody has split it already. Raises TooMuch.
    """
    gone: dict[int, Decimal] = {}
    taxed: dict[tuple[str, str, Decimal], tuple[Decimal, Decimal]] = {}
    for credited, credited_taxes in before:
        for line in credited:
            gone[line.place] = gone.get(line.place, ZERO) + line.net
        for tax in credited_taxes:
            base, amount = taxed.get(tax.key, (ZERO, ZERO))
            taxed[tax.key] = (base + tax.base, amount + tax.tax)
    left = {line.place: line.net - gone.get(line.place, ZERO) for line in lines}
    asked = {place: net for place, net in (left if wanted is None else wanted).items() if net}
    if not asked or any(net < 0 or net > left.get(place, ZERO) for place, net in asked.items()):
        raise TooMuch
    taken = [_credited(line, asked[line.place]) for line in lines if line.place in asked]
    found = []
    for tax in taxes:
        base = sum((line.net for line in taken if line.tax_key == tax.key), ZERO)
        if not base:
            continue
        base_before, tax_before = taxed.get(tax.key, (ZERO, ZERO))
        rounded = (base * tax.percent / 100).quantize(unit, rounding=ROUND_HALF_UP)
        rest = tax.tax - tax_before
        amount = rest if base_before + base == tax.base else min(rounded, rest)
        if tax_shares is not None:
            amount = sum((tax_shares.get(line.place, ZERO) for line in taken if line.tax_key == tax.key), ZERO)
        if amount > rest:
            raise TooMuch
        found.append(BilledTax(*tax.key, base, amount))
    return taken, found


def _credited(line: BilledLine, net: Decimal) -> BilledLine:
    """A line of a credit note: once the amount that is taken back."""
    return BilledLine(
        place=line.place,
        name=line.name,
        client=line.client,
        quantity=1,
        unit_price=net,
        list_amount=net,
        discount=ZERO,
        bonus=ZERO,
        net=net,
        category=line.category,
        tax_name=line.tax_name,
        percent=line.percent,
    )
