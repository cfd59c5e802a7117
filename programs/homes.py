"""The site, language and sender of a partner's emails (B24-15.1, B24-15.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.languages import get_official_languages
from django.conf import settings
from django.http.request import validate_host

from common.prepared import Prepared, Slot, columns, made
from programs.definition import Definition
from programs.definition.sites import Entity
from programs.models import Program, Site
from programs.queries import NothingPublished, definition

CountryAndEntity = tuple[str, str]  # a partner's country and contracting entity
_SITES = Prepared(lambda: Site.objects.filter(program_id=Slot("program")).order_by("pk").values_list(*columns(Site)))


@dataclass(frozen=True)
class Homes:
    """A program's sites on this portal, in order, and its contracting entities."""

    program: Program
    sites: list[Site]
    rules: Definition | None

    @classmethod
    def of(cls, program: Program, *, on: date) -> "Homes":
        """Read the sites, and the entities from the rules of the day; needs a bound transaction."""
        try:
            rules = definition(program, on)
        except NothingPublished:
            rules = None
        return cls(program, _sites(program), rules)

    def site(self, country: str, entity: str) -> Site | None:
        """Return a partner's site: one of its contracting entity, if possible in a language of its country."""
        own = [site for site in self.sites if site.entity == entity] or self.sites
        spoken = get_official_languages(country, de_facto=True) if country else ()
        return self._first(own, [*spoken, settings.LANGUAGE_CODE])

    def speaking(self, language: str) -> Site | None:
        """Return the site for someone whose language alone is known."""
        return self._first(self.sites, [language, settings.LANGUAGE_CODE])

    def language(self, country: str, entity: str) -> str:
        """Return the language for writing to a partner."""
        site = self.site(country, entity)
        return (site and site.language) or settings.LANGUAGE_CODE

    def entity(self, code: str) -> Entity | None:
        """Return the contracting entity that sends the email; the program's first if the given one is unknown."""
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
    """Return the program's sites on this portal, in order; all of them if none is on this portal."""
    sites = [made(Site, row) for row in _SITES.rows(program=program.pk)]
    return [site for site in sites if validate_host(site.host, settings.ALLOWED_HOSTS)] or sites


def own_language(program: Program) -> str:
    """Return the language for writing to staff: that of the program's first site."""
    return Homes(program, _sites(program), None).language("", "")


def client_language(program: Program, country: str) -> str:
    """Return the language for writing to an end client, of those that the program's sites have."""
    return Homes(program, _sites(program), None).language(country, "")


def site_languages(program: Program) -> list[str]:
    """Return the languages of the program's sites, the first site's in front; one query."""
    return list(dict.fromkeys(site.language or settings.LANGUAGE_CODE for site in _sites(program)))


def languages_read(spoken: Iterable[str]) -> list[str]:
    """Return the languages that a program file is translated into: those of its sites, but not the file's own.

    Every language of the portal if there are no sites yet, or if one leaves the language to the browser.
    """
    asked = set(spoken)
    known = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [code for code in known if not asked or "" in asked or code in asked]


def address(site: Site | None, path: str) -> str:
    """Return a path on a site as a full URL; "" without a site. A full URL is returned unchanged."""
    if not path.startswith("/") or path.startswith("//"):
        return path
    return settings.PORTAL_ADDRESS.format(host=site.host) + path if site else ""
