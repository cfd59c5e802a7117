"""Reads of restrictions for public pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from common.prepared import Prepared, slot
from common.tenancy import bind
from partners.models import Restriction

MOST = 500


@dataclass(frozen=True)
class Blacklisted:
    """What a page may show of a restriction; its reason is the partner's own."""

    name: str
    city: str
    country: str
    starts_on: date
    ends_on: date | None
    clause: str


def _blacklist() -> Any:
    rows = Restriction.objects.filter(program_id=slot("program"), effect=Restriction.Effect.BLACKLIST)
    shown = ("partner__name", "partner__city", "partner__country", "starts_on", "ends_on", "clause")
    return rows.in_force(slot("on")).order_by("-starts_on", "-pk").values_list(*shown)[:MOST]


_BLACKLIST = Prepared(_blacklist)


def blacklisted(program_id: int, on: date) -> list[Blacklisted]:
    """The partners that the vendor publishes on its blacklist on a day, the latest first (B24-14.7)."""
    with bind(program_id, savepoint=False):
        return [Blacklisted(*row) for row in _BLACKLIST.rows(program=program_id, on=on)]
