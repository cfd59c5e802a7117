"""Reads ``activities.csv``: one row per activity, checked against the program's activity kinds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from activities.rules import problems as kind_problems
from common.json_text import check_json
from common.text import Untidy, tidy_json
from importing.cells import Unfit, read_amount, read_date, read_quantity, read_text
from importing.problems import Problems
from importing.tables import Columns, read_table, reason_of
from programs.definition.activities import ActivityKind

FILE = "activities.csv"
COLUMNS = Columns(
    ("partner", "kind", "on", "amount", "quantity", "subject", "reference", "attributes"),
    frozenset({"partner", "kind", "on", "reference"}),
    lines=frozenset({"attributes"}),
    codes=frozenset({"partner", "kind", "on", "reference"}),
)
LONGEST_SUBJECT = 200
LONGEST_REFERENCE = 120


class ActivityRow(NamedTuple):
    """One row of the file; ``attributes`` is the text of a JSON object."""

    line: int
    partner: str
    kind: str
    on: date
    amount: Decimal | None
    quantity: int | None
    subject: str
    reference: str
    attributes: str


KindsOn = Callable[[date], Mapping[str, ActivityKind]]


def read_activities(
    folder: Path, *, partners: Mapping[str, date | None] | None, kinds_on: KindsOn, problems: Problems
) -> Iterator[ActivityRow]:
    """Yield the valid rows of ``activities.csv``; reasons to reject others are added to ``problems``.

    ``partners`` holds the codes an activity may name (None: any), with the day of acceptance if that is known;
    ``kinds_on`` returns the program's kinds on a day.
    """
    reader = _Reader(partners, kinds_on)
    for line, cells in read_table(folder / FILE, COLUMNS, problems):
        row = reader.read(line, cells)
        if row is not None:
            yield row
        for reason in reader.reasons:
            problems.add(FILE, line, reason)


class _Reader:
    """Reads rows one by one. Days and attributes repeat thousands of times, so each is parsed once and cached."""

    def __init__(self, partners: Mapping[str, date | None] | None, kinds_on: KindsOn) -> None:
        self.reasons: list[str] = []
        self._unfit: set[str] = set()
        self._partners = partners
        self._kinds_on = kinds_on
        self._days: dict[str, tuple[date, Mapping[str, ActivityKind]]] = {}
        self._attributes: dict[str, tuple[dict[str, Any], str]] = {}
        self._first_lines: dict[str, int] = {}

    def read(self, line: int, cells: list[str]) -> ActivityRow | None:
        """The row, or None with ``reasons`` filled."""
        self.reasons, self._unfit = [], set()
        partner, kind, on, amount, quantity, subject, reference, attributes = cells
        if not partner:
            self._refuse("partner", "is empty")
        elif self._partners is not None and partner not in self._partners:
            self._refuse("partner", f"“{partner}” is not a partner of this program")
        self._check_reference(reference, line)
        day, kinds = self._day(on)
        details, stored = self._details(attributes)
        row = ActivityRow(
            line,
            partner,
            kind,
            day,
            self._value("amount", amount, read_amount),
            self._value("quantity", quantity, read_quantity),
            self._fitting("subject", subject, LONGEST_SUBJECT),
            reference,
            stored,
        )
        self._check_kind(row, kinds, details)
        return None if self.reasons else row

    def _refuse(self, column: str, reason: object) -> None:
        self.reasons.append(f"{column}: {reason}")
        self._unfit.add(column)

    def _day(self, text: str) -> tuple[date, Mapping[str, ActivityKind] | None]:
        known = self._days.get(text)
        if known is None:
            try:
                day = read_date(text)
            except Unfit as unfit:
                self._refuse("on", unfit if text else "is empty")
                return date.min, None
            known = self._days[text] = day, self._kinds_on(day)
        return known

    def _value(self, column: str, text: str, reader: Callable[[str], Any]) -> Any:
        if not text:
            return None
        try:
            return reader(text)
        except Unfit as unfit:
            self._refuse(column, unfit)
            return None

    def _fitting(self, column: str, text: str, longest: int) -> str:
        if len(text) > longest:
            self._value(column, text, lambda value: read_text(value, longest=longest))
        return text

    def _check_reference(self, reference: str, line: int) -> None:
        if not reference:
            self._refuse("reference", "is empty; it is what keeps a second import from adding the row again")
            return
        self._fitting("reference", reference, LONGEST_REFERENCE)
        earlier = self._first_lines.setdefault(reference, line)
        if earlier != line:
            self._refuse("reference", f"“{reference}” stands already on line {earlier}")

    def _details(self, text: str) -> tuple[dict[str, Any], str]:
        known = self._attributes.get(text)
        if known is None:
            try:
                details = read_details(text)
            except Unfit as unfit:
                self._refuse("attributes", unfit)
                return {}, "{}"
            known = self._attributes[text] = details, json.dumps(details, ensure_ascii=False, sort_keys=True)
        return known

    def _check_kind(self, row: ActivityRow, kinds: Mapping[str, ActivityKind] | None, details: dict[str, Any]) -> None:
        if kinds is None:
            return
        kind = kinds.get(row.kind)
        if kind is None:
            allowed = ", ".join(sorted(kinds))
            named = f"“{row.kind}” is not one of the program's kinds ({allowed})"
            self._refuse("kind", named if row.kind else "is empty")
            return
        accepted_on = (self._partners or {}).get(row.partner)
        if kind.decides_level and accepted_on and row.on < accepted_on:
            self._refuse("on", f"the decision is before the acceptance of “{row.partner}” on {accepted_on}")
        # A value the kind doesn't use does no harm: it is stored and never counted.
        found = kind_problems(
            kind,
            amount=None if kind.amount == "none" else row.amount,
            quantity=None if kind.quantity == "none" else row.quantity,
            subject="" if kind.subject == "none" else row.subject,
            attributes=details,
        )
        unfit = set(self._unfit)
        for name, reason in found.items():
            column = name if name in COLUMNS.names else "attributes"
            if column not in unfit:
                self._refuse(column, reason)


def read_details(text: str) -> dict[str, Any]:
    """Parse a JSON object from a cell; an empty cell is an empty object. Raises ``Unfit``."""
    if not text:
        return {}
    try:
        details = json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_key_once)
        json.dumps(details, ensure_ascii=False, allow_nan=False).encode()
        check_json(details)
    except Unfit:
        raise
    except (ValueError, RecursionError):
        raise Unfit(f"“{_shortened(text)}” is not JSON that can be stored") from None
    if not isinstance(details, dict):
        raise Unfit(f'“{_shortened(text)}” is not a JSON object like {{"course": "sales"}}')
    try:
        return tidy_json(details)
    except Untidy as untidy:
        raise Unfit(reason_of(untidy)) from None


def _no_number(name: str) -> None:
    raise Unfit(f"{name} is not a number that can be stored")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    details = dict(pairs)
    if len(details) != len(pairs):
        raise Unfit("names the same attribute twice")
    return details


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
