"""Template filters that word values: levels, numbers, places, links."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django import template

from common import numbers
from common.countries import country_name
from common.languages import language_name, listed
from common.moments import moment_words
from common.regions import region_name

register = template.Library()


@register.filter
def whole(value: Decimal | int) -> str:
    """Format a number in the reader's language."""
    return numbers.number(value)


@register.filter
def percent(value: Decimal | float) -> str:
    """Format a share given in percent, with its sign."""
    return numbers.percent(value)


@register.filter
def sum_of(value: Decimal | None, currency: str) -> str:
    """Format an amount, with decimals only if there are any; nothing without an amount."""
    return "" if value is None else numbers.short_money(value, currency)


@register.filter
def amount(value: Decimal, currency: str) -> str:
    """Format an amount with all decimals of its currency."""
    return numbers.money(value, currency)


@register.filter
def country(code: str) -> str:
    """Return a country's name in the reader's language."""
    return country_name(code)


@register.filter
def region(code: str) -> str:
    """The name of a country's region by its code ("DE-BY")."""
    return region_name(code)


@register.filter("listed")
def listed_words(parts: Iterable[object]) -> str:
    """Join what is listed in one line, with the comma of the reader's language."""
    return listed(parts)


@register.filter
def moment(value: object) -> str:
    """A day and time with its time zone; nothing for anything else, as Django's `date` does."""
    return moment_words(value) if isinstance(value, datetime) else ""


@register.simple_tag
def language_word(code: str) -> str:
    """Return a language's name in the reader's language."""
    return language_name(code)
