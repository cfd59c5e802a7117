"""Template filters for codes as words, and for badges."""

from django import template
from django.utils.safestring import SafeString

from web.admin import badges

register = template.Library()


@register.filter
def plain(code: str) -> str:
    """Return a code as words."""
    return code.replace("_", " ")


@register.simple_tag
def pill(text: str, tone: str = "") -> SafeString:
    """Render a badge: success, info, warning, danger or no tone."""
    return badges.badge(text, tone)
