"""How pages of the admin word codes of a program."""

from django import template
from django.utils.safestring import SafeString

from common import badges
from partners.profile.fields import LABELS
from programs.definition import Definition
from programs.naming import Names
from statuses.forecast import Forecast
from statuses.forecast import outcome as outcome_badge

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


@register.simple_tag
def field_name(code: str) -> str:
    """What a field of a partner's profile is called."""
    return str(LABELS.get(code, plain(code)))


@register.filter
def plain(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")


@register.simple_tag
def pill(text: str, tone: str = "") -> SafeString:
    """A word in a pill: success, info, warning, danger or no tone."""
    return badges.badge(text, tone)


@register.simple_tag
def outcome(names: Names, coming: Forecast | None) -> SafeString | str:
    """What a coming decision does."""
    return outcome_badge(names, coming) if coming else ""
