"""The services that partners offer: stored as the program's file has them, and shown in the reader's language.

Partners may also write services of their own, which are the same in every language.
"""

from collections.abc import Iterable

from common.folding import fold
from programs.definition import Definition
from programs.definition.words import Worded, as_written


def service_names(definition: Definition | None) -> dict[str, dict[str, str]]:
    """The program's services as they are stored, each with its names by language; the file's own words are "en"."""
    return {
        as_written(each): {"en": as_written(each), **(each.others if isinstance(each, Worded) else {})}
        for each in _listed(definition)
    }


def services_in_words(definition: Definition | None, services: Iterable[str]) -> list[str]:
    """Stored services in the reader's language; those that the program doesn't list are left as they are."""
    known = {as_written(each): str(each) for each in _listed(definition)}
    return [known.get(each, each) for each in services]


def services_as_stored(definition: Definition | None, typed: Iterable[str]) -> list[str]:
    """Services named in any language of the file as they are stored, each once; others are left as they are."""
    known = {fold(name): service for service, names in service_names(definition).items() for name in names.values()}
    return list(dict.fromkeys(known.get(fold(each), each) for each in typed))


def _listed(definition: Definition | None) -> list[str]:
    return definition.directory.services if definition and definition.directory else []
