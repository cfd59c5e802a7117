"""The forms of a partner's work on requests."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from leads.board.operations.working import LONGEST_NOTE, LONGEST_STEP
from programs.definition.leads import Leads
from programs.definition.training import Course
from programs.definition.words import as_written
from web.fields import Line, Lines, day_input, file_input
from web.forms import RefusableForm, offer


class NoteForm(RefusableForm):
    """A note."""

    text = Lines(label=_("Note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3}))


class StageForm(RefusableForm):
    """The stage of the work."""

    stage = forms.ChoiceField(label=_("Stage"))

    def __init__(self, *args: Any, leads: Leads, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "stage", [(one.code, one.name) for one in leads.work.stages] if leads.work else [])


class AssignForm(RefusableForm):
    """Who works on the request."""

    assignee = forms.TypedChoiceField(label=_("Assignee"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, team: list[tuple[str, str]], course: Course | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "assignee", [("", _("Nobody")), *team])
        if course:
            link = format_html('<a href="{}">{}</a>', course.page, course.name) if course.page else course.name
            said = _("Everyone who works with clients has to pass the course {course}.")
            self.fields["assignee"].help_text = format_html(str(said), course=link)


class NextForm(RefusableForm):
    """The next step."""

    next_step = Line(label=_("Next step"), max_length=LONGEST_STEP)
    next_on = forms.DateField(label=_("Due"), required=False, widget=day_input())


class WonForm(RefusableForm):
    """The license that proves it, where the program asks."""

    licence = Line(label=_("License key or order number"), max_length=100)

    def __init__(self, *args: Any, leads: Leads, **options: Any) -> None:
        super().__init__(*args, **options)
        if not leads.work or not leads.work.proof:
            del self.fields["licence"]


class LostForm(RefusableForm):
    """Why the request was lost."""

    reason = forms.ChoiceField(label=_("Reason"))

    def __init__(self, *args: Any, leads: Leads, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = leads.work.lost_reasons if leads.work else []
        offer(self, "reason", [("", _("Choose one")), *((as_written(one), one) for one in reasons)])


class FileForm(RefusableForm):
    """A file to attach."""

    file = forms.FileField(
        label=_("File"), widget=file_input(".pdf,.jpg,.jpeg,.png"), help_text=_("PDF, JPEG or PNG, up to 10 MB.")
    )


class ReleaseForm(RefusableForm):
    """Why the request is given back."""

    reason = Lines(label=_("Reason"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
