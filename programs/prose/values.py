"""Values of a program file as words: codes as the names that they stand for, countries and languages by name."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from common.countries import country_name
from common.languages import language_name
from programs.definition import Definition
from programs.definition.units import BETWEEN, form
from programs.prose.words import key_words, listed, plain

_COUNTRIES = {"country", "countries", "open"}
_LANGUAGES = {"language", "languages"}
_TEXTS = {"text"}  # lists of paragraphs
# Key of the file: what its codes name.
_REFERENCES = {
    "account": "accounts",
    "activity": "activities",
    "activities": "activities",
    "agreement": "agreements",
    "becomes": "products",
    "benefit": "benefits",
    "commitment": "activities",
    "competence": "tracks",
    "competences": "tracks",
    "entity": "entities",
    "levels": "levels",
    "market": "markets",
    "mode": "modes",
    "notice": "notices",
    "of": "activities",
    "requires": "products",
    "track": "tracks",
    "violation": "activities",
    "won_activity": "activities",
    "Work.certified": "courses",
}
_FIXED = {"nfr": "NFR licenses", "url": "web address", "tax_id": "tax ID", "nda": "non-disclosure agreement"}


def words(key: str, value: Any, definition: Definition, owner: str = "") -> str:
    """Return the value of a key in words: "Cyprus" for CY, "Paid sale" for the activity `sale`.

    ``owner`` is the class of the part whose key it is.
    """
    if isinstance(value, list | tuple) and value:
        parts = [words(key, one, definition, owner) for one in value]
        if key in _TEXTS:
            return " ".join(parts)
        return "; ".join(parts) if any("," in one for one in parts) else listed(parts)
    if isinstance(value, dict):
        return listed(f"{key_words(name)} {words(name, one, definition)}" for name, one in value.items())
    if isinstance(value, str):
        if key in _COUNTRIES:
            return country_name(value)
        if key in _LANGUAGES:
            return language_name(value)
        if BETWEEN in value:
            return form(value, 2, "en")
        return _names(key, owner, definition).get(value) or _FIXED.get(value) or _plain_code(value)
    return plain(value)


def _plain_code(value: str) -> str:
    """A code without its underscores; other texts as they are."""
    is_code = value.replace("_", "").isalnum() and value == value.lower() and "_" in value
    return key_words(value) if is_code else value


def _names(key: str, owner: str, definition: Definition) -> Mapping[str, str]:
    kind = _REFERENCES.get(key) or _REFERENCES.get(f"{owner}.{key}", "")
    return _known(definition).get(kind, {})


def _known(definition: Definition) -> dict[str, dict[str, str]]:
    return _all_names(_Kept(definition))


class _Kept:
    """A definition as a key of the cache: the same object, the same names."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def __hash__(self) -> int:
        return id(self.definition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.definition is self.definition


@lru_cache(maxsize=8)
def _all_names(kept: _Kept) -> dict[str, dict[str, str]]:
    rules = kept.definition
    store, leads, notices, training = rules.store, rules.leads, rules.notices, rules.training
    named: dict[str, Iterable[BaseModel]] = {
        "agreements": rules.agreements,
        "benefits": rules.comparison,
        "courses": training.courses if training else (),
        "entities": rules.entities,
        "levels": [level for track in rules.tracks for level in track.levels],
        "markets": store.markets if store else (),
        "modes": leads.modes if leads else (),
        "notices": notices.kinds if notices else (),
        "products": store.products if store else (),
        "tracks": rules.tracks,
    }
    found = {kind: {each.code: str(each.name) for each in rows} for kind, rows in named.items()}  # type: ignore[attr-defined]
    found["accounts"] = {code: str(each.name) for code, each in rules.points.accounts.items()}
    found["activities"] = {code: str(each.name) for code, each in rules.activities.items()}
    return found
