"""The tag `csrf_token` of every template: Django's own field, and a one-time key for the form (web/sent_forms.py)."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.sent_forms import FORM_KEY, new_key

register = template.Library()


class FormTokens(CsrfTokenNode):
    """Both hidden fields, or none outside a request."""

    def render(self, context: Context) -> SafeString:
        """Render Django's field and the key."""
        field: Any = super().render(context)
        if not field:
            return SafeString("")
        return format_html('{}<input type="hidden" name="{}" value="{}">', field, FORM_KEY, new_key())


@register.tag
def csrf_token(parser: Parser, token: Token) -> FormTokens:
    """Replace Django's tag in every template, those of packages too (the setting TEMPLATES)."""
    return FormTokens()
