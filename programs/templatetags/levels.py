"""Template tags for levels."""

from django import template
from django.utils.safestring import SafeString

from programs.levels import LevelNames
from web.templatetags.components import level

register = template.Library()


@register.simple_tag
def level_of(names: LevelNames, code: str) -> SafeString:
    """A level's name with its badge."""
    return level(names.name(code), rank=names.rank(code), of=names.count)


@register.filter
def level_name(names: LevelNames, code: str) -> str:
    """A level's name without a badge."""
    return names.name(code)
