"""Forms for decisions about an application."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.admission.operations.deciding import LONGEST_TEXT, STAGES
from partners.models import Application
from programs.definition import Definition
from web.admin.forms import AdminForm
from web.fields import Hidden, Lines


def _text(label: Any, help_text: Any, *, required: bool = False, rows: int = 4) -> Lines:
    area = forms.Textarea(attrs={"rows": rows})
    return Lines(label=label, help_text=help_text, required=required, widget=area, max_length=LONGEST_TEXT)


class Approve(AdminForm):
    """Preliminary approval, with an optional message to the applicant."""

    text = _text(_("Message to the applicant"), _("Optional. Included in the email with the next steps."))


class AtStage(AdminForm):
    """Base form for a decision about the stage that the page showed."""

    # Empty if somebody else has decided in the meantime: the operation then says who did what.
    stage = Hidden(required=False, max_length=16)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        stage = STAGES.get(Application.State(application.state), "")
        super().__init__(*args, initial={"stage": stage}, **kwargs)


class Decline(AtStage):
    """Declines a company."""

    text = _text(_("Message to the applicant"), _("Optional. Included in the email."))
    reason = _text(_("Internal reason"), _("Saved as a note. The applicant never sees it."))

    def __init__(self, *args: Any, rules: Definition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        admission = rules.admission if rules else None
        self.fields["reason"].required = bool(admission and admission.application.decline.reason_required)


class Ask(AtStage):
    """Asks the applicant a question."""

    question = _text(
        _("Question"),
        _("We email it to the applicant. The time to decide starts again with the answer."),
        required=True,
    )


class Clear(AdminForm):
    """Clears matches; ``seen`` holds those that the page showed."""

    seen = Hidden(required=False, max_length=100_000)
    reason = _text(_("Why they are acceptable"), _("Saved as a note. The applicant never sees it."), required=True)

    def __init__(self, *args: Any, application: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": "\n".join(sorted(application.waiting))}, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """The matches that the manager has reviewed, and the reason."""
        return {"seen": self.cleaned_data["seen"].splitlines(), "reason": self.cleaned_data["reason"]}
