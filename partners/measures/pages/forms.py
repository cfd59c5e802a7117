"""Forms for answering information requests and asking to use the trademarks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.measures.operations.requests import LONGEST_TEXT
from programs.uploads import UploadsField
from web.fields import Lines
from web.forms import RefusableForm


class AnswerForm(RefusableForm):
    """The answer to one information request. Each request on the page has its own form."""

    answer = Lines(
        label=_("Your answer"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your answer.")},
    )

    files = UploadsField(  # type: ignore[assignment]  # a field's name, not the sent files of Django's form
        label=_("Files"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB each.")
    )

    def __init__(self, data: Any = None, files: Any = None, *, request_id: int) -> None:
        super().__init__(data, files, auto_id=f"id_answer_{request_id}_%s")


class TrademarkForm(RefusableForm):
    """A partner's request to use the trademarks."""

    use = Lines(
        label=_("What you want to use, where and how"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Describe what you want to use, where and how.")},
    )
