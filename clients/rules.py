"""Pure rules of clients: account addresses, own data, paid months, and the deadline of registration."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from common.dates import DAY, months_after

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LONGEST_HOST = 253


@dataclass(frozen=True, slots=True)
class Term:
    """Days on which a license was paid, both included; ``end`` None: without end. ``seats`` of its plan."""

    start: date
    end: date | None
    seats: int


@dataclass(frozen=True, slots=True)
class SeatsRun:
    """Paid days without a gap since ``start``. After ``months`` of them, ``complete_on``, its seats count (B24-g)."""

    start: date
    complete_on: date
    complete: bool
    seats: int


def account_host(text: str) -> str:
    """Return the host name in an account's address, in lower case and without "www."; "" if there is none."""
    text = text.strip().lower()
    text = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text)
    host = re.split(r"[/?#]", text, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].rstrip(".").removeprefix("www.")
    labels = host.split(".")
    good = len(labels) > 1 and len(host) <= LONGEST_HOST and all(_LABEL.fullmatch(label) for label in labels)
    return host if good and not labels[-1].isdigit() else ""


def is_account_of(host: str, endings: Sequence[str]) -> bool:
    """Whether the host is one label below one of the endings; with no endings, any host is."""
    below = (host.removesuffix(f".{one}") for one in endings if host.endswith(f".{one}"))
    return not endings or any("." not in name for name in below)


def register_by(bought_on: date, days: int) -> date:
    """The last day for registering a license bought on a day (B24-2.3a, R16)."""
    return bought_on + timedelta(days=days)


def runs_of(terms: Iterable[Term], *, months: int, today: date) -> list[SeatsRun]:
    """The runs of paid days without a gap that began by today, oldest first (R17).

    A day without a paid term starts a new run; an upgrade, which only changes the plan, does not. The seats are those
    of the plan on the last of the ``months``, or today while the run is not complete.
    """
    known = sorted((term for term in terms if term.start <= today), key=lambda term: term.start)
    spans: list[tuple[date, date]] = []
    for term in known:
        end = term.end or date.max - DAY
        if spans and term.start <= spans[-1][1] + DAY:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((term.start, end))
    found = []
    for start, end in spans:
        complete_on = months_after(start, months) - DAY
        complete = complete_on <= end and complete_on <= today
        day = complete_on if complete else min(today, end)
        found.append(SeatsRun(start, complete_on, complete, _seats_on(known, day)))
    return found


def first_complete(runs: Iterable[SeatsRun]) -> SeatsRun | None:
    """The first run whose months are complete; a client's seats count once."""
    return next((run for run in runs if run.complete), None)


def pending(runs: Sequence[SeatsRun], *, today: date, covered: bool) -> SeatsRun | None:
    """The run that is still on its way; None when one is complete or today is not paid."""
    if not runs or not covered or first_complete(runs):
        return None
    return runs[-1] if runs[-1].complete_on >= today else None


def _seats_on(terms: Iterable[Term], day: date) -> int:
    """The seats of the plan that started last among those that hold the day."""
    holding = [term for term in terms if term.start <= day and (term.end is None or day <= term.end)]
    return max(holding, key=lambda term: term.start).seats if holding else 0
