"""Codes as words, and words in a pill."""

from django import template
from django.utils.safestring import SafeString

from web.admin import badges

register = template.Library()


@register.filter
def plain(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")


@register.simple_tag
def pill(text: str, tone: str = "") -> SafeString:
    """A word in a pill: success, info, warning, danger or no tone."""
    return badges.badge(text, tone)
