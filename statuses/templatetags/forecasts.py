"""Template tags for forecasts in the admin."""

from django import template
from django.utils.safestring import SafeString

from programs.code_names import Names
from statuses.forecast import Forecast
from statuses.forecast import outcome as outcome_badge

register = template.Library()


@register.simple_tag
def outcome(names: Names, coming: Forecast | None) -> SafeString | str:
    """The effect of a coming decision."""
    return outcome_badge(names, coming) if coming else ""
