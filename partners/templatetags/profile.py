"""Template filter for profile fields in the admin."""

from django import template

from partners.profile.fields import LABELS
from web.templatetags.pills import plain

register = template.Library()


@register.simple_tag
def field_name(code: str) -> str:
    """The label of a profile field."""
    return str(LABELS.get(code, plain(code)))
