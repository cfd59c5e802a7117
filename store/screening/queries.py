"""Looks clients up on the lists of excluded persons."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Max

from common.tenancy import bind
from programs.definition.store import Exclusions
from store.models import ExcludedPerson
from store.screening.rules import Listed, Match, matches

Version = tuple[int, datetime | None]
Dated = tuple[Listed, date, date | None]
# The lists of each program as this process read them last; they are read again when an import has changed them.
_read: dict[int, tuple[Version, list[Dated]]] = {}


def screen(program_id: int, names: Iterable[str], rules: Exclusions | None, on: date) -> dict[str, list[Match]]:
    """The matches of each name that has any; one query while the lists stay as they are.

    It reads for the whole program, also in a partner's request: partners never see the lists.
    """
    asked = {name for name in names if name.strip()}
    if rules is None or not rules.persons or not asked:
        return {}
    entries = [entry for entry, since, until in _lists(program_id) if since <= on and (until is None or on <= until)]
    plains = [entry.plain for entry in entries]
    found = {name: matches(name, entries, plains, near=rules.near) for name in asked} if entries else {}
    return {name: hits for name, hits in found.items() if hits}


def _lists(program_id: int) -> list[Dated]:
    with bind(program_id):
        rows = ExcludedPerson.objects.filter(program_id=program_id)
        now = rows.aggregate(count=Count("pk"), latest=Max("changed_at"))
        version = (now["count"], now["latest"])
        known = _read.get(program_id)
        if known is None or known[0] != version:
            columns = ("name", "plain", "source", "reference", "since", "until")
            known = (version, [(Listed(*row[:4]), *row[4:]) for row in rows.values_list(*columns)])
            _read[program_id] = known
    return known[1]
