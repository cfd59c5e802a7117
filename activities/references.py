"""What activities are about that apps recorded by themselves: their references are codes, such as lead-104.

An app registers how its codes are read, with `name_references`; a reader gets the words only of rows that it may see.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.models import Activity
from common.actor import Actor

_ORDER = re.compile(r"order-(?P<number>[A-Z0-9]+)(?:-\d+)*$")
_OWN = re.compile(r"[a-z][a-z_]*[-/:][a-z0-9/:-]*\d[a-z0-9/:-]*")  # lead-104, nfr/2; people's own begin otherwise
_CODE = re.compile(r"(?P<prefix>[a-z]+)-(?P<number>\d{1,18})(?:-[a-z]+)?")


def shown_reference(reference: str) -> str:
    """A reference as people read it: an order by its number, nothing for another code that an app gave itself."""
    if found := _ORDER.match(reference):
        return _("Order %(number)s") % {"number": found["number"]}
    return "" if _OWN.fullmatch(reference) else reference


@dataclass(frozen=True)
class About:
    """What an activity is about, in words, and the address of its page for the reader."""

    words: str
    address: str


Reader = Callable[[Actor, Iterable[int]], Mapping[int, About]]
_READERS: dict[str, Reader] = {}


def name_references(prefix: str, read: Reader) -> None:
    """Register how codes of a prefix are read: for an actor and numbers, those that the actor may see, in one query."""
    _READERS[prefix] = read


def tell_about(actor: Actor, rows: Iterable[Activity]) -> None:
    """Put ``about`` on each row: an `About`, or None. Takes one query for each registered prefix among the rows."""
    numbers: dict[str, dict[int, list[Activity]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        row.about = None  # type: ignore[attr-defined]  # of the row as it is shown, not of the model
        found = _CODE.fullmatch(row.reference or "")
        if found and found["prefix"] in _READERS:
            numbers[found["prefix"]][int(found["number"])].append(row)
    for prefix, wanted in numbers.items():
        for number, about in _READERS[prefix](actor, wanted).items():
            for row in wanted[number]:
                row.about = about  # type: ignore[attr-defined]
