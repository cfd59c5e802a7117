"""Fields of a profile in the admin."""

from django import template

from partners.profile.fields import LABELS
from web.templatetags.pills import plain

register = template.Library()


@register.simple_tag
def field_name(code: str) -> str:
    """What a field of a partner's profile is called."""
    return str(LABELS.get(code, plain(code)))
