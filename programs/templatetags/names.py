"""How pages of the admin word codes of a program."""

from django import template

from programs.definition import Definition
from programs.naming import Names

register = template.Library()


@register.simple_tag
def level_name(names: Names, track: str, code: str) -> str:
    """A level's name; a dash for none."""
    return names.level(track, code)


@register.simple_tag
def track_name(names: Names, code: str) -> str:
    """A track's name."""
    return names.track(code)


@register.simple_tag
def kind_name(names: Names, code: str) -> str:
    """The name of a kind of activity."""
    return names.kind(code)


@register.simple_tag
def entity_name(rules: Definition | None, code: str) -> str:
    """A contracting entity's name; its code when today's rules do not know it."""
    return next((entity.name for entity in (rules.entities if rules else ()) if entity.code == code), code)
