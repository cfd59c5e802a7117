"""Which of a program's sites mail leads to, in which language, and in whose name (B24-15.1, B24-15.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.languages import get_official_languages
from django.conf import settings
from django.http.request import validate_host

from programs.definition import Definition
from programs.definition.sites import Entity
from programs.models import Program, Site
from programs.queries import NothingPublished, definition

CountryAndEntity = tuple[str, str]  # a partner's country and contracting entity


@dataclass(frozen=True)
class Homes:
    """The sites of one program that this portal answers on, in their order, and its contracting entities."""

    program: Program
    sites: list[Site]
    rules: Definition | None

    @classmethod
    def of(cls, program: Program, *, on: date) -> "Homes":
        """The sites as they are, the entities by the rules in force on the day; in a transaction that is bound."""
        try:
            rules = definition(program, on)
        except NothingPublished:
            rules = None
        return cls(program, _sites(program), rules)

    def site(self, country: str, entity: str) -> Site | None:
        """The site of a partner: one of its contracting entity, in a language of its country if there is one."""
        own = [site for site in self.sites if site.entity == entity] or self.sites
        spoken = get_official_languages(country, de_facto=True) if country else ()
        return self._first(own, [*spoken, settings.LANGUAGE_CODE])

    def speaking(self, language: str) -> Site | None:
        """The site for somebody of whom only the language is known."""
        return self._first(self.sites, [language, settings.LANGUAGE_CODE])

    def language(self, country: str, entity: str) -> str:
        """The language in which a partner is written to."""
        site = self.site(country, entity)
        return site.language if site else settings.LANGUAGE_CODE

    def entity(self, code: str) -> Entity | None:
        """The contracting entity in whose name mail goes out; the program's first when it is none that is known."""
        entities = self.rules.entities if self.rules else []
        return next((entity for entity in entities if entity.code == code), entities[0] if entities else None)

    @staticmethod
    def _first(sites: list[Site], languages: Iterable[str]) -> Site | None:
        for wanted in languages:
            for site in sites:
                if site.language == wanted or site.language.split("-")[0] == wanted:
                    return site
        return sites[0] if sites else None


def _sites(program: Program) -> list[Site]:
    """The program's sites that this portal answers on, all of them where it answers on none, in their order."""
    sites = list(Site.objects.filter(program=program).order_by("pk"))
    return [site for site in sites if validate_host(site.host, settings.ALLOWED_HOSTS)] or sites


def own_language(program: Program) -> str:
    """The language in which the vendor's own people are written to: that of the program's first site."""
    return Homes(program, _sites(program), None).language("", "")


def address(site: Site | None, path: str) -> str:
    """A path on a site as a whole address; "" without a site. An address that is whole already stays as it is."""
    if not path.startswith("/") or path.startswith("//"):
        return path
    return settings.PORTAL_ADDRESS.format(host=site.host) + path if site else ""
