"""Checks that sites and entities fit the program."""

from collections.abc import Iterator

from programs.definition.checks.names import Names, twice, unknown
from programs.definition.definition import Definition
from programs.definition.problems import Problem


def site_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Problems of the sites and contracting entities."""
    currencies, entities = definition.program.currencies, names.codes("entities")
    yield from twice("entities", "entity", (entity.code for entity in definition.entities))
    yield from twice("sites", "host", (site.host for site in definition.sites))
    for entity in definition.entities:
        yield from unknown(f"entities.{entity.code}.currency", "currency", entity.currency, currencies)
    for site in definition.sites:
        where = f"sites.{site.host}"
        yield from unknown(f"{where}.currency", "currency", site.currency, currencies)
        if site.entity is not None:
            yield from unknown(f"{where}.entity", "entity", site.entity, entities)
