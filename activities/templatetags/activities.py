"""Template tags for recorded activities."""

from django import template

from activities.models import Activity
from activities.references import shown_reference
from programs.wording import Words

register = template.Library()


@register.filter
def reference_words(reference: str) -> str:
    """A reference as people read it; nothing for a code that an app gave itself."""
    return shown_reference(reference)


@register.simple_tag
def activity_words(activity: Activity, words: Words) -> str:
    """A description of the activity without its client or person, which have their own column."""
    return words.activity(activity.kind, activity.attributes)


@register.simple_tag
def activity_figures(activity: Activity, words: Words) -> str:
    """The amount and quantity of a recorded activity."""
    return words.figures(activity.kind, activity.amount, activity.quantity)
