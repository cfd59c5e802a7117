"""A partner's card in the directory. The same facts in the same language are rendered once per process."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from common.numbers import number
from partners.models import Card
from partners.templatetags.partners import place_of
from programs.definition import Definition
from programs.levels import LevelNames
from programs.service_names import services_in_words
from web.rendering import piece
from web.templatetags.components import badge, level

register = template.Library()

SERVICES_SHOWN = 3
KEPT = 4096  # about 2 kB each


@register.simple_tag
def directory_cards(cards: Iterable[Card], levels: LevelNames, rules: Definition | None) -> SafeString:
    """The cards of a list."""
    language = get_language()
    return mark_safe("".join([_rendered(language, *_facts(card, levels, rules)) for card in cards]))  # noqa: S308 - rendered


@register.simple_tag
def directory_card(
    card: Card, levels: LevelNames, rules: Definition | None, *, preview: bool = False, logo_id: int | None = None
) -> SafeString:
    """A card. A preview links nowhere; ``logo_id`` is its picture's document, while it is not approved."""
    return _rendered(get_language(), *_facts(card, levels, rules), preview, logo_id)


def _facts(card: Card, levels: LevelNames, rules: Definition | None) -> tuple[tuple[str, int, int], tuple[Any, ...]]:
    """Everything that the card shows, as keys of what was rendered."""
    return levels.shown(card.level), (
        card.code,
        card.name,
        card.points,
        card.description,
        tuple(services_in_words(rules, card.services)),
        card.featured,
        card.logo,
        card.city,
        card.city_latin,
        card.country,
    )


@lru_cache(maxsize=KEPT)
def _rendered(
    _language: str,
    shown: tuple[str, int, int],
    facts: tuple[Any, ...],
    preview: bool = False,
    logo_id: int | None = None,
) -> SafeString:
    """Everything that the card shows is an argument, so a card that changed is rendered anew."""
    code, name, points, description, services, featured, logo, city, city_latin, country = facts
    level_name, rank, count = shown
    return piece(
        "statuses/directory/card",
        name=name,
        href="" if preview else reverse("statuses:partner", args=[code]),
        logo=_logo(code, "" if preview else logo, logo_id),
        level=level(level_name, rank=rank, of=count),
        featured=badge(gettext("Featured"), tone="brass") if featured else "",
        place=place_of(city, country, latin=city_latin),
        points=ngettext("%(shown)s point", "%(shown)s points", points) % {"shown": number(points)},
        description=description,
        services=[badge(service) for service in services[:SERVICES_SHOWN]],
        more=max(0, len(services) - SERVICES_SHOWN),
    )


def _logo(code: str, digest: str, document_id: int | None) -> str:
    if document_id:
        return reverse("partners:document", args=[document_id])
    return f"{reverse('statuses:partner_logo', args=[code])}?v={digest[:12]}" if digest else ""


@register.simple_tag
def service_words(rules: Definition | None, services: Iterable[str]) -> list[str]:
    """Stored services in the reader's language."""
    return services_in_words(rules, services)


@register.simple_tag
def organization(card: Card, address: str, rules: Definition | None) -> dict[str, Any]:
    """A partner as a schema.org Organization, with what its page shows."""
    known = {
        "name": card.name,
        "url": card.website or address,
        "mainEntityOfPage": address,
        "description": card.description,
        "email": card.email,
        "telephone": card.phone,
        "knowsLanguage": card.languages,
        "knowsAbout": services_in_words(rules, card.services),
    }
    place = {"@type": "PostalAddress", "addressCountry": card.country, "addressLocality": card.city}
    return {"@type": "Organization", **{name: value for name, value in known.items() if value}, "address": place}
