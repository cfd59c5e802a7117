"""What is searched of a partner: the words of its public profile, as common/searching stores them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from common.searching.cities import city_words
from common.searching.vectors import typo_keys, vector
from common.searching.vocabulary import country_words, language_words

COLUMNS = ("code", "name", "country", "city", "website", "description", "services", "languages", "level")


@dataclass(frozen=True, kw_only=True)
class Searchable:
    """A partner's public data that searches look at; ``level_name`` is in words."""

    code: str
    name: str
    country: str
    city: str
    website: str
    description: str
    services: Sequence[str]
    languages: Sequence[str]
    level: str
    level_name: str

    @classmethod
    def of(cls, found: Mapping[str, Any], *, level_name: str) -> Self:
        """What is searched of a row with these columns, a card's or a partner's; other columns are left alone."""
        return cls(level_name=level_name, **{name: found[name] for name in COLUMNS})

    def vector(self) -> str:
        """The literal of its tsvector."""
        return vector(
            named=f"{self.name} {self.code}",
            placed=self._place,
            others=" ".join([*self._offer, self._host, self.description]),
            facets={
                "country": self.country,
                "level": self.level,
                "service": self.services,
                "language": self.languages,
            },
        )

    def typo_keys(self) -> list[int]:
        """Keys of its words, but for those of the description, which are too many to guess among."""
        return typo_keys(" ".join([self.name, self.code, self._place, *self._offer]))

    @property
    def _place(self) -> str:
        return f"{self.city} {city_words(self.city, self.country)} {country_words(self.country)}"

    @property
    def _offer(self) -> list[str]:
        return [*self.services, self.level_name, *map(language_words, self.languages)]

    @property
    def _host(self) -> str:
        try:
            return (urlsplit(self.website).hostname or "").removeprefix("www.")
        except ValueError:
            return ""
