"""What a manager writes when deciding about an application."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.admission.operations.deciding import LONGEST_TEXT
from web.admin.forms import AdminForm


def _text(label: Any, help_text: Any, *, required: bool = False, rows: int = 4) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=area, max_length=LONGEST_TEXT)


class Approve(AdminForm):
    """The preliminary approval, with a word to the applicant if one is wanted."""

    text = _text(_("Message to the applicant"), _("Optional: stands in the mail that says how to go on."))


class Accept(AdminForm):
    """The final approval: nothing is asked."""


class AtStage(AdminForm):
    """What is decided about the stage that the page showed."""

    # Empty when somebody else has decided meanwhile: the operation then says who did what.
    stage = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


class Decline(AtStage):
    """Turning a company down."""

    text = _text(_("Message to the applicant"), _("Optional: stands in the mail."))
    reason = _text(_("Internal reason"), _("Kept as a note. The applicant never sees it."))

    def __init__(self, *args: Any, reason_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = reason_required


class Ask(AtStage):
    """A question to the applicant."""

    question = _text(
        _("Question"), _("Goes to the applicant by mail. The term begins anew with the answer."), required=True
    )


class Clear(AdminForm):
    """Letting matches stand; ``seen`` names those that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100_000)
    reason = _text(_("Why they may stand"), _("Kept as a note. The applicant never sees it."), required=True)

    @property
    def keys(self) -> list[str]:
        """The matches that were looked at."""
        return self.cleaned_data["seen"].splitlines()
