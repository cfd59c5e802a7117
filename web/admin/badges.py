"""A word in a pill, as the admin's theme draws it. Template tags use it: it must not import the theme."""

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString


def badge(text: str | Promise, tone: str = "") -> SafeString:
    """``tone``: success, info, warning, danger, primary or empty."""
    return render_to_string("unfold/helpers/label.html", {"text": text, "variant": tone})
