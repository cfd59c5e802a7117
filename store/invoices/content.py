"""What is stored of an invoice's lines and taxes: JSON with amounts as text, so that no digit is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any, TypeVar

from store.invoices.rules import BilledLine, BilledTax
from store.models import OrderLine

Row = TypeVar("Row", BilledLine, BilledTax)


def stored(rows: Sequence[BilledLine | BilledTax]) -> list[dict[str, Any]]:
    """Rows as they are stored."""
    return [
        {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(row).items()}
        for row in rows
    ]


def lines_of(rows: Sequence[Mapping[str, Any]]) -> list[BilledLine]:
    """Lines as they were stored."""
    return [_read(BilledLine, row) for row in rows]


def taxes_read(rows: Sequence[Mapping[str, Any]]) -> list[BilledTax]:
    """Taxes as they were stored."""
    return [_read(BilledTax, row) for row in rows]


def billed(line: OrderLine) -> BilledLine:
    """A line of an order, as it is printed on its invoice."""
    return BilledLine(
        place=line.place,
        name=line.name,
        client=str(line.client.get("company", "")),
        quantity=line.quantity,
        unit_price=line.unit_price,
        list_amount=line.list_amount,
        discount=line.level_discount + line.first_discount + line.campaign_discount,
        bonus=line.bonus,
        net=line.net,
        category=line.tax_category,
        tax_name=line.tax_name,
        percent=line.tax_percent,
    )


def _read(kind: type[Row], row: Mapping[str, Any]) -> Row:
    amounts = {field.name for field in fields(kind) if field.type == "Decimal" or field.type is Decimal}
    values: dict[str, Any] = {name: Decimal(value) if name in amounts else value for name, value in row.items()}
    return kind(**values)
