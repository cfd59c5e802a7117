"""Forms for restricting a partner, asking for information and adding notes."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.measures.writing import LONGEST_CLAUSE, LONGEST_TEXT
from partners.models import Member, Partner
from web.admin.forms import AdminForm, Day
from web.fields import Line, Lines
from web.forms import offer

_READ = _("The partner can read it.")


def _text(label: Any, help_text: Any = "", *, required: bool = True) -> Lines:
    area = forms.Textarea(attrs={"rows": 4})
    return Lines(
        label=label,
        help_text=help_text,
        required=required,
        widget=area,
        max_length=LONGEST_TEXT,
    )


class AskInformation(AdminForm):
    """Asks the partner for information."""

    question = _text(_("Your question"), _READ)


class MoreTime(AdminForm):
    """A later last day for an answer."""

    due_on = Day(label=_("New last day"), help_text=_("We email it to the partner with the question."))


class WriteNote(AdminForm):
    """An internal note."""

    text = _text(_("Note"), _("Only the vendor's staff can read it. It can't be edited."))


class _Term(AdminForm):
    """Start, end and reason of a restriction."""

    starts_on = Day(label=_("From"), help_text=_("Today or a later day."))
    ends_on = Day(label=_("To"), required=False, help_text=_("The last day (inclusive)."))
    reason = _text(_("Reason"), _READ)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": today}, **kwargs)


_CLAUSE = _("The clause that was broken. Leave it empty for the clause about this penalty.")


class Penalty(AdminForm):
    """A penalty done at once: its reason and clause."""

    reason = _text(_("Reason"), _READ)
    clause = Line(label=_("Clause"), max_length=LONGEST_CLAUSE, required=False, help_text=_CLAUSE)


class LastingPenalty(_Term):
    """A penalty with start and end. Without an end, it lasts until it is lifted."""

    clause = Line(label=_("Clause"), max_length=LONGEST_CLAUSE, required=False, help_text=_CLAUSE)


class BlockAccess(_Term):
    """Blocks access for one person or for everybody."""

    person = forms.ChoiceField(label=_("Whose access"), required=False)
    clause = Line(
        label=_("Clause"),
        max_length=LONGEST_CLAUSE,
        required=False,
        help_text=_("The clause that was broken. Leave empty for the one about blocked access."),
    )
    field_order = ("person", "starts_on", "ends_on", "reason", "clause")

    def __init__(self, *args: Any, actor: Actor, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Member.objects.visible_to(actor).filter(partner=partner).select_related("user").order_by("pk")
        self.members = {str(member.user_id): member for member in members}
        everybody = _("everybody at %(partner)s") % {"partner": partner.name}
        people = [(pk, f"{member.user} ({member.user.email})") for pk, member in self.members.items()]
        offer(self, "person", [("", everybody), *people])

    @property
    def values(self) -> dict[str, Any]:
        """The values, with the person under ``user`` as the operation expects; None for everybody."""
        values = dict(self.cleaned_data)
        member = self.members.get(values.pop("person"))
        return {**values, "user": member.user if member else None}

    def field_for(self, name: str) -> str:
        """The field in which the person of ``user`` was chosen."""
        return "person" if name == "user" else name


class LowerDiscount(_Term):
    """Lowers the discount and says how the partner gets it back."""

    percent = forms.DecimalField(label=_("Discount, %"), min_value=Decimal(0), max_digits=5, decimal_places=2)
    conditions = _text(_("What restores it"), _READ, required=False)
    field_order = ("percent", "starts_on", "ends_on", "reason", "conditions")


class Lift(AdminForm):
    """Lifts a restriction early, with a reason."""

    reason = _text(_("Reason"), _("Kept in the records."))


class ApproveUse(AdminForm):
    """Approves a trademark request, with an optional message."""

    note = _text(_("Message to the partner"), _("Optional. Included in the notice."), required=False)


class DeclineUse(AdminForm):
    """Declines a trademark request and tells the partner why."""

    note = _text(_("Reason"), _READ)
