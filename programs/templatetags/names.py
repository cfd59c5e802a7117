"""Template filters that turn a program's codes into names."""

from decimal import Decimal

from django import template

from programs.code_names import Names
from programs.definition import Definition
from programs.wording import Words

register = template.Library()


@register.simple_tag
def level_name(names: Names, track: str, code: str) -> str:
    """A level's name; a dash for none."""
    return names.level(track, code)


@register.simple_tag
def track_name(names: Names, code: str) -> str:
    """Return a track's name."""
    return names.track(code)


@register.simple_tag
def kind_name(names: Names, code: str) -> str:
    """Return the name of an activity kind."""
    return names.kind(code)


@register.filter
def worded(text: str, rules: Definition | None) -> str:
    """A text that was stored from the program's file, in the reader's language."""
    return rules.worded(text) if rules else text


@register.simple_tag
def activity_figures(names: Names, kind: str, amount: Decimal | None, quantity: int | None, currency: str) -> str:
    """Return the amount and quantity of an activity, each with its unit; nothing without any."""
    if names.definition is None:
        return ""
    return Words(names.definition, currency).figures(kind, amount, quantity)


@register.simple_tag
def entity_name(rules: Definition | None, code: str) -> str:
    """Return a contracting entity's name, or its code if today's rules don't have it."""
    return next((entity.name for entity in (rules.entities if rules else ()) if entity.code == code), code)
