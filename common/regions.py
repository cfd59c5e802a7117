"""Regions of countries (ISO 3166-2), from pycountry: states, provinces, districts."""

from functools import lru_cache

import pycountry

from common.folding import fold


@lru_cache(maxsize=256)
def regions_of(country: str) -> dict[str, str]:
    """Return the regions of a country by code ("DE-BY": "Bayern"), sorted by name; none for an unknown country."""
    found = pycountry.subdivisions.get(country_code=country.upper()) or []
    return {each.code: each.name for each in sorted(found, key=lambda each: fold(each.name))}


def region_code(country: str, text: str) -> str:
    """Return the code of the region that somebody typed: by code, or by name in any accents and case; "" if unknown.

    "BY", "DE-BY" and "bayern" are all Bavaria. A beginning that fits one region only is enough.
    """
    known, sought = regions_of(country), fold(text.strip())
    if not sought:
        return ""
    for code, name in known.items():
        if sought in (fold(code), fold(code.partition("-")[2]), fold(name)):
            return code
    begun = [code for code, name in known.items() if fold(name).startswith(sought)]
    return begun[0] if len(begun) == 1 else ""


def region_name(code: str) -> str:
    """Return a region's name, or its code if it is not known."""
    return regions_of(code.partition("-")[0]).get(code, code)


def example_of(country: str) -> str:
    """Return the name of a region of the country, for an error that shows what is meant; "" if it has none."""
    return next(iter(regions_of(country).values()), "")
