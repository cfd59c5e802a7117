"""Admin forms for deciding claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.claims.answers import GREATEST_QUANTITY
from activities.models import Claim
from programs.answers import LONGEST
from programs.definition import Definition
from programs.uploads import UploadsField
from web.admin.forms import AdminForm
from web.fields import Lines


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> Lines:
    area = forms.Textarea(attrs={"rows": 4})
    return Lines(
        label=label,
        help_text=help_text,
        required=required,
        widget=area,
        max_length=LONGEST["long_text"],
    )


class ApprovePlan(AdminForm):
    """Approve a plan, with an optional message to the partner."""

    text = _text(_("Message to the partner"), _("Optional. Included in the notice."), required=False)


class Approve(ApprovePlan):
    """Approve a claim; a manager may correct the quantity."""

    def __init__(self, *args: Any, claim: Claim, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = definition.activities.get(claim.kind)
        if kind is not None and kind.quantity != "none":
            self.fields["quantity"] = forms.IntegerField(
                label=str(kind.quantity_unit or "").capitalize(),
                required=False,
                min_value=0,
                max_value=GREATEST_QUANTITY,
                initial=claim.quantity,
                help_text=_("Correct it if another number is right; empty leaves it as it is."),
            )
        self.dress()


class Ask(AdminForm):
    """Ask the partner a question."""

    text = _text(_("Question"), _("Sent to the partner. The claim is on hold until it answers."))


class Decline(AdminForm):
    """Decline a claim, with a reason."""

    text = _text(_("Reason"), _("The partner can read it."))


class Message(AdminForm):
    """Send the partner a message, with files."""

    text = _text(_("Message"), _("Sent to the partner. The claim's status doesn't change."), required=False)
    attached = UploadsField(label=_("Files"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB each."))

    @property
    def values(self) -> dict[str, Any]:
        """The text and the files, as the operation names them."""
        return {"text": self.cleaned_data["text"], "files": self.cleaned_data["attached"]}

    def field_for(self, name: str) -> str:
        """Map the operation's ``files`` to this form's attachments."""
        return "attached" if name == "files" else name
