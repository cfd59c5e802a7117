"""What a partner has with the vendor, for its page in the admin: each app registers its kinds in `holdings.py`.

The latest rows of all kinds and their numbers are read in one statement, so that a new app costs no query.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Count, DateField, DecimalField, F, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Left, TruncDate
from django.urls import reverse
from django.utils.functional import Promise

from common.actor import Actor

# The program's rules of the day, None before any are published: a `Definition`, which this kit must not import.
Rules = Any
SHOWN = 4  # rows of each kind
_TOLD = 120  # letters of a row's words
_MONEY = DecimalField(max_digits=20, decimal_places=2)
_COLUMNS = (
    "row_code",
    "row_key",
    "row_told",
    "row_day",
    "row_state",
    "row_amount",
    "row_currency",
    "row_number",
    "row_open",
)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One kind of rows that belong to a partner, such as its orders.

    ``page`` names their admin page, ``rows`` those the actor may see; ``told`` is the lookup to words about one,
    ``day`` to its day (or moment), ``state`` to a field with choices, ``amount`` and ``currency`` to its money.
    ``open`` says which are not over. ``named`` turns a code in ``told`` into the rules' name. ``kept`` tells whether a
    program's rules have such rows at all.
    """

    code: str
    title: str | Promise
    page: str
    rows: Callable[[Actor], QuerySet[Any]]
    told: str
    day: str
    place: int
    state: str = ""
    amount: str = ""
    currency: str = "currency"
    open: Q | None = None
    named: Callable[[Rules, str], str] = lambda rules, told: told
    kept: Callable[[Rules], object] = lambda rules: True


@dataclass(frozen=True)
class HeldRow:
    """One row of a card."""

    told: str
    link: str
    day: date | None
    state: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True)
class Card:
    """The latest rows of one kind: ``number`` counts all, ``open`` those not over; None if that isn't counted."""

    code: str
    title: str
    link: str
    number: int
    open: int | None
    rows: Sequence[HeldRow]


_registered: dict[str, Holding] = {}


def add_holding(holding: Holding) -> None:
    """Register a kind; lower places come first."""
    _registered[holding.code] = holding


def holdings() -> list[Holding]:
    """Every kind, in order."""
    return sorted(_registered.values(), key=lambda each: each.place)


def cards_of(partner_id: int, *, actor: Actor, zone: str, rules: Rules) -> list[Card]:
    """The cards of a partner, in one statement. Kinds that the rules don't have are left out unless rows exist.

    Moments become days in the time zone ``zone``.
    """
    parts = [part for each in holdings() if (part := _part(each, partner_id, actor, zone)) is not None]
    found: dict[str, list[tuple[Any, ...]]] = {}
    for code, *rest in parts[0].union(*parts[1:], all=True) if parts else ():
        found.setdefault(code, []).append(tuple(rest))
    return [
        _card(each, found.get(each.code, []), partner_id, actor, rules)
        for each in holdings()
        if each.code in found or rules is None or each.kept(rules)
    ]


def _part(kind: Holding, partner_id: int, actor: Actor, zone: str) -> QuerySet[Any, Any] | None:
    """The latest rows of one kind, each with the number of all rows."""
    rows = kind.rows(actor).filter(partner=partner_id).select_related(None)
    moment = rows.model._meta.get_field(kind.day).get_internal_type() == "DateTimeField"
    found = rows.annotate(
        row_code=Value(kind.code, output_field=CharField()),
        row_key=F("pk"),
        row_told=Left(Cast(F(kind.told), CharField()), _TOLD + 1),
        row_day=TruncDate(kind.day, tzinfo=ZoneInfo(zone)) if moment else Cast(F(kind.day), DateField()),
        row_state=Cast(F(kind.state), CharField()) if kind.state else Value("", output_field=CharField()),
        row_amount=Cast(F(kind.amount), _MONEY) if kind.amount else Cast(Value(None), _MONEY),
        row_currency=Cast(F(kind.currency), CharField()) if kind.amount else Value("", output_field=CharField()),
        row_number=Window(Count("*")),
        row_open=Window(Count("pk", filter=kind.open)) if kind.open is not None else Value(-1),
    ).order_by(F("row_day").desc(nulls_last=True), "-pk")
    try:
        str(found.query)
    except EmptyResultSet:
        return None
    return found.values_list(*_COLUMNS)[:SHOWN]


def _card(kind: Holding, rows: Sequence[tuple[Any, ...]], partner_id: int, actor: Actor, rules: Rules) -> Card:
    words = dict(kind.rows(actor).model._meta.get_field(kind.state).flatchoices) if kind.state and rows else {}
    shown = [
        HeldRow(
            str(kind.named(rules, told or "")) if rules is not None else told or "",
            reverse(f"admin:{kind.page}_change", args=[key]),
            day,
            str(words.get(state, state)),
            amount,
            currency or "",
        )
        for key, told, day, state, amount, currency, _number, _open in rows
    ]
    number, still = (rows[0][6], rows[0][7]) if rows else (0, 0)
    link = f"{reverse(f'admin:{kind.page}_changelist')}?partner__id__exact={partner_id}"
    return Card(kind.code, str(kind.title), link, number, still if kind.open is not None else None, shown)
