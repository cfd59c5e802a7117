"""Whose turn it is, the links of the chain, and how long a partner has to answer. Pure functions."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from common.business_days import is_working_day

GENESIS = "0" * 64
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


@dataclass(slots=True)
class Place:
    """A partner's place: the number of its last offer, and whether it could take requests the last time."""

    last: int = 0
    present: bool = True


@dataclass
class Rotation:
    """One territory's rotation by aliases: the one whose last offer lies furthest back is next (BPS-lead, R23)."""

    places: dict[str, Place] = field(default_factory=dict)
    order: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._sort()

    def attend(self, eligible: Collection[str]) -> tuple[list[str], list[str]]:
        """Note who can take requests now; returns who joined and who left, sorted.

        Newcomers and returners start level with the one who has waited shortest, so that nobody gets a burst.
        """
        present = {alias for alias, place in self.places.items() if place.present}
        joined = sorted(set(eligible) - present)
        left = sorted(present - set(eligible))
        for alias in left:
            self.places[alias].present = False
        latest = max((place.last for place in self.places.values() if place.present), default=0)
        for alias in joined:
            place = self.places.setdefault(alias, Place())
            place.last, place.present = max(place.last, latest), True
        if joined or left:
            self._sort()
        return joined, left

    def choose(self, *, excluded: Collection[str] = ()) -> tuple[str | None, list[str]]:
        """Return whose turn it is and who was passed over; nobody is next if all are ``excluded``."""
        passed: list[str] = []
        for alias in self.order:
            if alias not in excluded:
                return alias, passed
            passed.append(alias)
        return None, passed

    def offered(self, alias: str, number: int) -> None:
        """Note that the partner got the offer with this number, and goes to the end."""
        self.places[alias].last = number
        self.order.remove(alias)
        self.order.append(alias)

    def _sort(self) -> None:
        present = [alias for alias, place in self.places.items() if place.present]
        self.order = sorted(present, key=lambda alias: (self.places[alias].last, alias))


def link(before: str, body: Mapping[str, object]) -> tuple[str, str]:
    """Return a link's text and its digest, which covers the digest of the link ``before`` it."""
    text = _encoded({**body, "before": before or GENESIS})
    return text, sha256(text.encode()).hexdigest()


def broken_links(entries: Iterable[tuple[int, str, str]], *, head: str = "") -> list[str]:
    """Check a chain of (number, text, digest) from its beginning and decide each turn again; returns what is wrong.

    ``head`` is a digest that was published earlier: if no entry has it, the chain was cut or rewritten.
    """
    wrong: list[str] = []
    rotation, before, seen = Rotation(), GENESIS, not head
    for expected, (number, text, digest) in enumerate(entries, start=1):
        if number != expected:
            return [*wrong, f"entry {expected} is missing"]
        body = json.loads(text)
        if body["before"] != before or sha256(text.encode()).hexdigest() != digest or body["number"] != number:
            wrong.append(f"entry {number} does not follow from the one before")
        before = digest
        seen = seen or digest == head
        wrong += _wrong_turn(rotation, body)
    return wrong if seen else [*wrong, "the published digest is not in this chain"]


def _wrong_turn(rotation: Rotation, body: Mapping[str, object]) -> list[str]:
    """Repeat one entry; a hand assignment and a client's own choice spend no turn (R26)."""
    number, to = int(str(body["number"])), body.get("to")
    if body["kind"] == "members":
        present = {alias for alias, place in rotation.places.items() if place.present}
        rotation.attend((present | set(_names(body["joined"]))) - set(_names(body["left"])))
    if body["kind"] not in ("turn", "nobody"):
        return []
    due, passed = rotation.choose(excluded=_names(body["passed"]))
    if due is not None:
        rotation.offered(due, number)
    if due != to or passed != body["passed"]:
        return [f"entry {number} went to {to or 'nobody'}, but it was the turn of {due or 'nobody'}"]
    return []


def _names(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def business_due(start: datetime, *, hours: int, opens: int, closes: int, country: str, time_zone: str) -> datetime:
    """Return when ``hours`` business hours of the country have passed since ``start``, in its own time zone.

    Hours count from ``opens`` to ``closes`` o'clock in ``time_zone``, on the country's business days.
    """
    zone = ZoneInfo(time_zone)
    now, left = start.astimezone(zone), timedelta(hours=hours)
    while True:
        begin = now.replace(hour=opens, minute=0, second=0, microsecond=0)
        end = now.replace(hour=closes, minute=0, second=0, microsecond=0) if closes < 24 else _midnight(now, zone)
        if is_working_day(now.date(), country=country) and now < end:
            now = max(now, begin)
            if now + left <= end:
                return (now + left).astimezone(start.tzinfo)
            left -= end - now
        now = _midnight(now, zone)


def _midnight(day: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(day.date() + timedelta(days=1), time(), zone)
