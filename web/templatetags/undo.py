"""The button in a message that takes back what was done."""

from typing import Any

from django import template
from django.template import Context

from web.undo import token_of

register = template.Library()


@register.inclusion_tag("components/undo.html", takes_context=True)
def undo(context: Context, message: Any) -> dict[str, Any]:
    """Undo, if the message is about an act that can be undone; nothing otherwise."""
    token = token_of(message.extra_tags or "")
    return {"token": token, "csrf_token": context.get("csrf_token"), "request": context.get("request")}
