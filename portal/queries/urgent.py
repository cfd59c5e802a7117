"""The most urgent work waiting for the vendor's staff, across queues: overdue first, then oldest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Left
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import ngettext

from common.actor import Actor
from common.days_left import SOON, left_tone, left_words
from partners.terms import term
from portal.queries.waiting import due_day, since_day
from programs.definition import Definition
from programs.models import Program
from web.admin.neighbors import FILTERS
from web.admin.queues import Queue, queues

SHOWN = 10
_OF_A_QUEUE = 3
_WEEK = 7  # days: what is due by then comes before what waits without a due date
_TOLD = 90


@dataclass(frozen=True)
class Urgent:
    """One row that needs a decision; ``link`` leads to it as a row of its queue, so that the next one follows.

    ``waited`` is the number of days waiting; ``left`` the days until it is due as the rules count them, None without a
    due date.
    """

    what: str
    icon: str
    company: str
    told: str
    link: str
    since: date
    waited: int
    due: date | None
    left: int | None

    @property
    def overdue(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def tone(self) -> str:
        """The color that shows the urgency."""
        return "" if self.left is None else left_tone(self.left)

    @property
    def words(self) -> str:
        """How overdue it is or how much time is left; without a due date, how long it has waited."""
        if self.left is None:
            return ngettext("for %(days)s day", "for %(days)s days", self.waited) % {"days": self.waited}
        return left_words(self.left)


@dataclass
class _Place:
    """The country and entity whose calendar counts the days."""

    country: str
    entity: str


def most_urgent(actor: Actor, *, program: Program, on: date, rules: Definition | None) -> Sequence[Urgent]:
    """At most `SHOWN` rows, in one statement: overdue and due within a week by due date, then the longest waiting.

    Of what is not nearly due, a long queue gets a few rows first and the rest only if no other queue has rows.
    """
    decided = {queue.code: queue for queue in queues() if queue.decided}
    parts = [_part(queue, actor, program, on, rules).values_list(*_COLUMNS)[:SHOWN] for queue in decided.values()]
    found = []
    for code, pk, company, told, since, due, country, entity in parts[0].union(*parts[1:], all=True):
        queue = decided[code]
        left = _left(queue, due, _Place(country, entity), rules, on)
        link = f"{reverse(f'admin:{queue.page}_change', args=[pk])}?{FILTERS}={quote(queue.query)}"
        words, name = Truncator(told).chars(_TOLD), company or ""  # a client's request has no company
        found.append(Urgent(str(queue.title), queue.icon, name, words, link, since, (on - since).days, due, left))
    return _mixed(sorted(found, key=_order))[:SHOWN]


_COLUMNS = ("queue_code", "pk", "row_company", "row_told", "row_since", "row_due", "row_country", "row_entity")


def _part(queue: Queue, actor: Actor, program: Program, on: date, rules: Definition | None) -> QuerySet[Any]:
    """The queue's rows, most urgent first."""
    company = f"{queue.partner}name" if queue.partner or queue.page == "partners_partner" else "company"
    rows = queue.rows(actor, on, rules).select_related(None)
    return rows.annotate(
        queue_code=Value(queue.code),
        row_company=F(company),
        row_told=Left(Cast(queue.told, CharField()), _TOLD + 1) if queue.told else Value(""),
        row_since=since_day(queue, program),
        row_due=due_day(queue),
        row_country=F(f"{queue.partner}country"),
        row_entity=F(f"{queue.partner}entity"),
    ).order_by(F("row_due").asc(nulls_last=True), "row_since", "pk")


def _left(queue: Queue, due: date | None, place: _Place, rules: Definition | None, on: date) -> int | None:
    """Days until the due date, counted as in the queue's own list."""
    deadline = queue.deadline(rules) if rules else None
    if rules is None or deadline is None or due is None:
        return None
    return term(rules, deadline, place).days_left(on, due)


def _order(row: Urgent) -> tuple[int, date, date]:
    if row.due is not None and row.left is not None and row.left <= _WEEK:
        return (0, row.due, row.since)
    return (1, row.since, row.since)


def _mixed(rows: Sequence[Urgent]) -> Sequence[Urgent]:
    """The rows in order, except that those a long queue has too many of come last."""
    taken: Counter[str] = Counter()
    first: list[Urgent] = []
    rest: list[Urgent] = []
    for row in rows:
        soon = row.left is not None and row.left <= SOON
        taken[row.what] += not soon
        (first if soon or taken[row.what] <= _OF_A_QUEUE else rest).append(row)
    return first + rest
