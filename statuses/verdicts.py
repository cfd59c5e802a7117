"""A stored verdict in plain words: what was required, what was found, and the activities that counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Activity
from common.actor import Actor
from common.languages import listed
from common.numbers import number, short_money
from programs.definition.words import counted
from statuses.models import StatusChange


@dataclass(frozen=True)
class Line:
    """One requirement of a verdict. ``state``: met, open, or later (not asked at that time)."""

    name: str
    clause: str
    state: str
    have: str
    needed: str
    window: str
    note: str
    counted: Sequence[Activity]


@dataclass(frozen=True)
class Verdict:
    """The full grounds of a decision. ``fallback`` covers the lower level, where it was measured."""

    lines: Sequence[Line]
    fallback: Sequence[Line]
    reason: str
    activity: Activity | None


def verdict_of(change: StatusChange, *, actor: Actor, currency: str) -> Verdict:
    """A status change's verdict, ready for display; one query for all its activities."""
    stored = change.verdict
    found = [*stored.get("findings", ()), *stored.get("fallback", ())]
    ids = {pk for finding in found for pk in finding["counted"]} | {stored.get("activity")} - {None}
    known = {row.pk: row for row in Activity.objects.visible_to(actor).filter(pk__in=ids)} if ids else {}

    def lines(key: str) -> list[Line]:
        return [_line(finding, known, currency) for finding in stored.get(key, ())]

    return Verdict(lines("findings"), lines("fallback"), stored.get("reason", ""), known.get(stored.get("activity")))


def _line(finding: Mapping[str, Any], known: Mapping[int, Activity], currency: str) -> Line:
    is_level = finding["kind"] == "level"
    counted = [known[pk] for pk in finding["counted"] if pk in known]
    return Line(
        name=finding["name"],
        clause=finding["clause"],
        state="later" if not finding["asked"] else "met" if finding["met"] else "open",
        have=(finding["note"][0] or _("none")) if is_level else _quantity(finding, finding["have"], currency),
        needed=finding["name"] if is_level else _needed(finding, currency),
        window=_window(finding["from"], finding["until"]),
        note=_("Nothing in %(quarters)s") % {"quarters": listed(finding["note"])}
        if finding["kind"] == "every_quarter" and finding["note"]
        else "",
        counted=sorted(counted, key=lambda row: (row.on, row.pk), reverse=True),
    )


def _needed(finding: Mapping[str, Any], currency: str) -> str:
    if finding["needed"] is None:
        return _("not agreed yet")
    return _quantity(finding, finding["needed"], currency)


def _quantity(finding: Mapping[str, Any], value: Any, currency: str) -> str:
    amount = Decimal(str(value))
    shown = number(amount)
    match finding["kind"], finding["unit"]:
        case _, "money":
            return short_money(amount, currency)
        case "points", _:
            return ngettext("%(points)s point", "%(points)s points", int(amount)) % {"points": shown}
        case "every_quarter", _:
            return ngettext("%(number)s quarter", "%(number)s quarters", int(amount)) % {"number": shown}
        case _, str() as unit:
            return counted(shown, amount, unit)
    return shown


def _window(start: str | None, until: str | None) -> str:
    if not start or not until:
        return ""
    first, last = (date_format(date.fromisoformat(day)) for day in (start, until))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
