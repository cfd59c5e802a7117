"""Template filters for companies: places, links, phone numbers."""

from functools import cache
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from common.countries import country_name
from common.languages import listed
from common.phones import dialled
from common.searching.cities import has_latin
from partners.models import Card

register = template.Library()


@register.simple_tag
def partner_place(card: Card) -> str:
    """City and country on one line."""
    return place_of(card.city, card.country, latin=getattr(card, "city_latin", ""))


def place_of(city: str, country: str, *, latin: str = "") -> str:
    """City and country on one line; the city by its ``latin`` name, if it has one, for readers of Latin letters."""
    shown = latin if latin and _reads_latin(get_language() or "") else city
    return listed((shown, country_name(country)))


@cache
def _reads_latin(language: str) -> bool:
    """Whether a language is written in Latin letters, as its own name is."""
    try:
        return has_latin(get_language_info(language)["name_local"])
    except KeyError:
        return True


@register.simple_tag
def outside_link(address: str) -> SafeString | str:
    """A link to a company's website, shown without its scheme. Plain text if it is not a web address."""
    full = address if "://" in address else f"https://{address}"
    parts = urlsplit(full)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return address
    shown = (parts.hostname.removeprefix("www.") + parts.path).rstrip("/")
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', full, shown)


@register.simple_tag
def phone_links(phone: str, country: str) -> SafeString | str:
    """The phone numbers in a text as tel: links; a number that can't be dialled stays text."""
    links = [
        format_html('<a class="nowrap" dir="ltr" href="{}">{}</a>', address, shown) if address else shown
        for shown, address in dialled(phone, country=country)
    ]
    return format_html_join(" / ", "{}", ((link,) for link in links))
