"""Benefits of a level in words, one line each."""

from collections.abc import Iterator

from programs.definition import Definition
from programs.definition.benefits import Benefit, Benefits
from programs.prose.rules import requirement
from programs.prose.words import clause, number

_DIRECTORY = {"listed": "A place in the directory", "featured": "A featured place in the directory"}


def benefits(given: Benefits, definition: Definition) -> Iterator[str]:
    """Return the benefits of a level, each with its clause and condition."""
    if given.directory in _DIRECTORY:
        yield _DIRECTORY[given.directory]
    if given.discount:
        yield from _benefit(f"{number(given.discount.percent)}% off the list price", given.discount, definition)
    if given.leads:
        modes = {mode.code: mode.name for mode in definition.leads.modes} if definition.leads else {}
        yield from _benefit(f"Leads: {', '.join(modes[code] for code in given.leads.modes)}", given.leads, definition)
    grants = {grant.code: grant.name for grant in definition.nfr.grants} if definition.nfr else {}
    for allowance in given.nfr:
        how = "when claimed" if allowance.given == "on_claim" else "by itself"
        more = ", can be extended" if allowance.extendable else ""
        yield from _benefit(f"{allowance.count} x {grants[allowance.grant]}, {how}{more}", allowance, definition)
    rows = {row.code: row for row in definition.comparison}
    for code in given.gives:
        yield f"{rows[code].name}{clause(rows[code])}"


def _benefit(what: str, benefit: Benefit, definition: Definition) -> Iterator[str]:
    yield f"{what}{clause(benefit)}{', as soon as this is met:' if benefit.requires else ''}"
    for asked in benefit.requires:
        yield f"  - {requirement(asked, definition)}"
