"""Badges in the style of the admin's theme. Template tags use them, so this must not import the theme."""

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString


def badge(text: str | Promise, tone: str = "") -> SafeString:
    """Render a badge; ``tone`` is success, info, warning, danger, primary or empty."""
    return render_to_string("unfold/helpers/label.html", {"text": text, "variant": tone})
