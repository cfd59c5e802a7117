"""How the portal words what it knows: levels, numbers, places, links."""

from decimal import Decimal
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partners.models import Card
from portal.levels import LevelNames
from portal.places import country_name, language_name
from portal.queries.standing import Asked
from portal.templatetags.components import level
from portal.wording import Words, number
from statuses.engine import Fact
from statuses.models import StatusChange

register = template.Library()


@register.simple_tag
def level_of(names: LevelNames, code: str) -> SafeString:
    """A level's name with its place on the ladder."""
    return level(names.name(code), rank=names.rank(code), of=names.count)


@register.filter
def level_name(names: LevelNames, code: str) -> str:
    """A level's name alone."""
    return names.name(code)


@register.filter
def whole(value: Decimal | int) -> str:
    """A number grouped as the reader's language does."""
    return number(value)


@register.filter
def country(code: str) -> str:
    """A country's name in the reader's language."""
    return country_name(code)


@register.simple_tag
def language_word(code: str) -> str:
    """A language's name in the reader's language."""
    return language_name(code)


@register.simple_tag
def partner_place(card: Card) -> str:
    """City and country in one line."""
    return ", ".join(part for part in (card.city, country_name(card.country)) if part)


@register.simple_tag
def outside_link(address: str) -> SafeString | str:
    """A link to a company's own site, shown without its scheme; plain text when it is no web address."""
    full = address if "://" in address else f"https://{address}"
    parts = urlsplit(full)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return address
    shown = (parts.hostname.removeprefix("www.") + parts.path).rstrip("/")
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', full, shown)


@register.filter
def dial(phone: str) -> str:
    """A phone number as a telephone dials it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.simple_tag
def cause_words(cause: str) -> str:
    """Why a level changed, in words."""
    return str(StatusChange.Cause(cause).label)


@register.simple_tag
def question_title(asked: Asked) -> str:
    """The title of a list of requirements."""
    titles = {
        "reach": _("To reach %(level)s"),
        "requalify": _("To return to %(level)s"),
        "keep": _("To keep %(level)s"),
        "grace": _("To complete %(level)s"),
    }
    return titles[asked.kind] % {"level": asked.level}


@register.simple_tag
def fact_words(fact: Fact, words: Words) -> str:
    """What an activity was, and for whom or about what."""
    return words.activity(fact.kind, fact.attributes, fact.subject)


@register.simple_tag
def fact_figures(fact: Fact, words: Words) -> str:
    """The amount and quantity of an activity."""
    return words.figures(fact.kind, fact.amount, fact.quantity)
