"""Invents companies: a plausible name in the country's script, an address, services, people and clients."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from demo.plan import Company, Country, Places, Word

# Letters that Unicode doesn't decompose into a plain letter and an accent.
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "æ": "ae", "đ": "d", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Founded:
    """A company's row of ``partners.csv``, and its people and clients."""

    code: str
    name: str
    country: Country
    currency: str
    city: Word
    accepted_on: date
    applied_on: date
    phone: str
    address: str
    description: str
    services: list[str]
    people: list[str]
    clients: list[str]

    def row(self) -> list[object]:
        """The cells in the column order of ``partners.csv``."""
        website = f"https://{self.code}.example"
        email = f"info@{self.code}.example"
        return [
            self.code,
            self.name,
            self.country.code,
            self.currency,
            self.accepted_on,
            "",
            self.applied_on,
            website,
            email,
            self.phone,
            self.city.text,
            self.address,
            self.description,
            ";".join(self.services),
            ";".join(self.country.languages),
            "",  # certificates can print every name here
        ]


class Companies:
    """Creates companies with unique codes and names.

    ``weights``: the countries they are in and how often, by default as in ``places``; ``currency``: of every account,
    by default the country's.
    """

    def __init__(
        self,
        places: Places,
        *,
        reserved: Iterable[Company],
        weights: Mapping[str, int] | None = None,
        currency: str = "",
    ) -> None:
        self._places = places
        self._currency = currency
        self._weights = [weights.get(each.code, 0) if weights else each.weight for each in places.country]
        self._taken = {company.code for company in reserved}

    def found(self, company: Company | None, accepted_on: date, chance: Random) -> Founded:
        """A company with this description, or without one a new company somewhere."""
        if company:
            country = self._places.by_code[company.country]
            city, code, name = Word(text=company.city, plain=plain(company.city)), company.code, company.name
        else:
            country = chance.choices(self._places.country, self._weights)[0]
            city = word(chance.choice(country.cities))
            code, name = self._name(country, city, chance)
        services = chance.sample(self._places.services, chance.randint(2, 5))
        return Founded(
            code=code,
            name=name,
            country=country,
            currency=self._currency or country.currency,
            city=city,
            accepted_on=accepted_on,
            applied_on=accepted_on - timedelta(days=chance.randint(4, 25)),
            phone=f"{country.phone}{chance.randint(100, 999)}",
            address=country.address.format(
                street=word(chance.choice(country.streets)).text,
                number=chance.randint(1, 120),
                postcode=str(chance.randint(10_000, 99_999)),
                city=city.text,
            ),
            description=chance.choice(self._places.descriptions).format(
                name=name,
                city=city.text,
                year=accepted_on.year - chance.randint(2, 18),
                people=chance.randint(4, 60),
                first=services[0].lower().replace("crm", "CRM"),
                second=services[1].lower().replace("crm", "CRM"),
            ),
            services=services,
            people=_people(country, chance),
            clients=_clients(country, chance),
        )

    def _name(self, country: Country, city: Word, chance: Random) -> tuple[str, str]:
        first, second = word(chance.choice(country.firsts)), word(chance.choice(country.seconds))
        code = f"{first.plain}-{second.plain}"
        name = country.pattern.format(first=first.text, second=second.text)
        if code in self._taken:
            code, name = f"{code}-{city.plain}", f"{name} {city.text}"
        number = 2
        while code in self._taken:
            code = f"{code.rstrip('0123456789').rstrip('-')}-{number}"
            number += 1
        if number > 2:
            name = f"{name} {number - 1}"
        self._taken.add(code)
        return code, name


@lru_cache(maxsize=1024)
def word(written: str) -> Word:
    """Parse a word of ``places.toml``: the text, then after a bar its form in a URL."""
    text, bar, latin = written.partition("|")
    return Word(text=text, plain=latin if bar else plain(text))


def plain(text: str) -> str:
    """Lowercase letters, digits and hyphens only."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return re.sub(r"[^a-z0-9]+", "-", apart.encode("ascii", "ignore").decode().lower()).strip("-")


def _people(country: Country, chance: Random) -> list[str]:
    """Distinct names, enough for every certificate a company may earn."""
    names = [f"{given} {family}" for given in country.given for family in country.family]
    return chance.sample(names, 8)


def _clients(country: Country, chance: Random) -> list[str]:
    names = [f"{word(first).text} {chance.choice(country.family)}" for first in country.firsts]
    return chance.sample(names, len(names))
