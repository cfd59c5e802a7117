"""The other names of cities: Munich for München, Dubai for دبي. A country's are read when a card in it is written.

`cities.txt` is written by `make cities` (common/searching/cities_file.py) from GeoNames (geonames.org), whose data is
under the license CC BY 4.0. Its lines: the country, thousands of inhabitants, the usual name, other names; the largest
cities of a country come first.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import name as letter_name

from rapidfuzz import process
from rapidfuzz.distance import OSA

from common.folding import fold
from common.searching.vectors import SHORTEST

FILE = Path(__file__).with_name("cities.txt")
GREAT = 100  # thousands of inhabitants of a city that is suggested, or known by the first of several words
_LONG = 8  # letters of a name that may hold two typos
_PART = re.compile(r"\s*[-‐‑–—,;/()|]")  # in front of a district, a region or a company's other city
_KIND = re.compile("(?<=..)[市都府区區县縣시]$")  # «city» at the end of a name
_CONTRACTED = re.compile("(?<=[aou])e")  # «Koeln» is «Köln»


class City(NamedTuple):
    """A city and its names, the usual one first; ``is_great`` if it has more than `GREAT` thousand inhabitants."""

    country: str
    is_great: bool
    names: tuple[str, ...]


class Near(NamedTuple):
    """A great city that a text names, in this spelling, or nearly names."""

    name: str
    country: str
    exact: bool = True


def city_words(city: str, country: str) -> str:
    """The other names of a city in a country by its ISO code: "Köln" gives Cologne and Colonia; empty if unknown."""
    found = find_city(city, country)
    return " ".join(name for name in found.names if name != city) if found else ""


def latin_name(city: str, country: str) -> str:
    """The usual name of a city that is written in other letters: "دبي" gives Dubai; empty if it needs none."""
    if not city or has_latin(city):
        return ""
    found = find_city(city, country)
    return found.names[0] if found else ""


def has_latin(text: str) -> bool:
    """Whether any letter of a text is a Latin one."""
    return any(letter_name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())


@lru_cache(maxsize=2_000)
def find_city(city: str, country: str) -> City | None:
    """A city by one of its names, also with a district or a region behind it; None if it isn't known."""
    known = _cities_of(country.upper())
    if not known:
        return None
    first = _PART.split(city, maxsplit=1)[0]
    part = known.get(name_key(first))
    if part and part.is_great and city[len(first) :].lstrip().startswith("-"):
        return part  # «Köln-Deutz» is in Köln, though it is known itself
    for written in (city, first, _KIND.sub("", first)):
        if found := known.get(name_key(written)):
            return found
    found = known.get(name_key(first.partition(" ")[0]))
    return found if found and found.is_great else None


def city_near(text: str) -> Near | None:
    """The great city that a text names, or else the one that it nearly names; the largest of several."""
    word = name_key(text)
    if len(word) < SHORTEST:
        return None
    keys, lines = _great()
    exact = word in keys
    near = word if exact else nearest_key(word, keys)
    if near is None:
        return None
    city = _city(lines[keys.index(near)])
    return Near(next(name for name in city.names if name_key(name) == near), city.country, exact)


def nearest_key(word: str, keys: Sequence[str]) -> str | None:
    """The first of the keys that are at most a typo away, or two of a long word; None of a short one, or if none is."""
    if len(word) <= SHORTEST:
        return None
    near = process.extractOne(word, keys, scorer=OSA.distance, score_cutoff=2 if len(word) >= _LONG else 1)
    return near[0] if near else None


def name_key(name: str) -> str:
    """What two spellings of a name share: letters without accents, umlauts as one letter."""
    plain = _CONTRACTED.sub("", name.lower() if name.isascii() else fold(name))
    return plain if plain.isalnum() else "".join(letter for letter in plain if letter.isalnum())


@lru_cache(maxsize=300)
def _cities_of(country: str) -> dict[str, City]:
    """The cities of a country by their names; of two with one name, the one usually called so, or the larger."""
    cities = [_city(line) for line in _lines() if line.startswith(f"{country}\t")] if country else []
    known: dict[str, City] = {}
    for city in cities:
        known.setdefault(name_key(city.names[0]), city)
    for city in cities:
        for name in city.names[1:]:
            known.setdefault(name_key(name), city)
    return known


@cache
def _great() -> tuple[list[str], list[str]]:
    """The names of great cities, those of larger ones first, and the line of each.

    They are read once a search of this process has found nothing, and are few enough to be compared one by one.
    """
    great = [(thousands, line) for line in _lines() if (thousands := int(line.split("\t", 2)[1])) >= GREAT]
    keys: dict[str, str] = {}
    for _thousands, line in sorted(great, key=lambda pair: -pair[0]):
        for name in _city(line).names:
            keys.setdefault(name_key(name), line)
    return list(keys), list(keys.values())


def _lines() -> Iterator[str]:
    with FILE.open(encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file)


def _city(line: str) -> City:
    country, thousands, *names = line.split("\t")
    return City(country, int(thousands) >= GREAT, tuple(names))
