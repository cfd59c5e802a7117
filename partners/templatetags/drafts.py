"""What a form with a draft shows: that it was restored, and the hidden fields that save it."""

from django import template
from django.forms import BaseForm
from django.template import Context

from web.drafts import NAME, Restored

register = template.Library()


@register.inclusion_tag("partners/drafts/note.html", takes_context=True)
def draft_note(context: Context, form: BaseForm | None) -> dict[str, object]:
    """Above a form: when its draft was kept, and a button to discard it. Nothing if none was restored."""
    draft: Restored | None = getattr(form, "draft", None)
    return {"draft": draft, "name": NAME, "csrf_token": context.get("csrf_token"), "request": context.get("request")}


@register.inclusion_tag("partners/drafts/draft.html")
def draft(form: BaseForm) -> dict[str, object]:
    """In a form: the field that names its draft, and the script that saves it while a person types."""
    return {"draft": getattr(form, "draft", None), "name": NAME}
