"""Template tags for points movements."""

from django import template
from django.utils.translation import gettext as _

from common.numbers import number
from points.statement import Movement
from programs.wording import Words

register = template.Library()


@register.simple_tag
def movement_words(movement: Movement, words: Words) -> str:
    """Why points changed: the activity that earned them, an expiry, or a correction."""
    if movement.kind:
        what = words.activity(movement.kind, movement.attributes, movement.subject or "")
    else:
        what = _("Correction") if movement.reverses else _("Points set by the rules")
    return _("Expired: %(what)s") % {"what": what} if movement.turn == "expired" else what


@register.filter
def signed(points: int) -> str:
    """Points with their sign, as in «+63» and «−63»."""
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{number(abs(points))}"
