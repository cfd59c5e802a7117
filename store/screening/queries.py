"""Looks clients up on the lists of excluded persons."""

from collections.abc import Iterable
from datetime import date

from common.prepared import Prepared, Slot
from common.tenancy import bind
from programs.definition.store import Exclusions
from store.models import ExcludedPerson, PersonList
from store.screening.rules import Listed, Match, matches

Dated = tuple[Listed, date, date | None]
# Each program's lists as this process read them, with the import that was the latest then.
_read: dict[int, tuple[int, list[Dated]]] = {}
_LATEST = Prepared(lambda: PersonList.objects.filter(program_id=Slot("program")).order_by("-pk").values_list("pk")[:1])


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
    row = _LATEST.first(program=program_id)
    if row is None:
        return []
    latest = row[0]
    known = _read.get(program_id)
    if known is None or known[0] != latest:
        columns = ("name", "plain", "source", "reference", "since", "until")
        with bind(program_id):
            rows = ExcludedPerson.objects.filter(program_id=program_id).values_list(*columns)
            known = (latest, [(Listed(*row[:4]), *row[4:]) for row in rows])
        _read[program_id] = known
    return known[1]
