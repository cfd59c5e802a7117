"""Admin forms of meetings."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.actor import Actor
from meetings.rules import slot
from meetings.writing import LONGEST_TEXT
from programs.definition import Definition
from programs.models import Staff
from web.admin.forms import AdminForm, Day
from web.fields import Line, Lines
from web.forms import offer

SHORTEST, LONGEST = 5, 480  # minutes of one of many meetings


class When(AdminForm):
    """Day, time and place of a meeting."""

    on = Day(label=_("Day"))
    at = forms.TimeField(
        label=_("Time"),
        help_text=_("In the program's time zone."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    place = Line(
        label=_("Link or address"), max_length=300, required=False, help_text=_("The partner sees it in the notice.")
    )


class Schedule(When):
    """A meeting with a partner: what kind, when, and who leads it."""

    kind = forms.ChoiceField(label=_("Meeting"))
    leader = forms.ChoiceField(label=_("Partner manager"))
    field_order: tuple[str, ...] = ("kind", "on", "at", "place", "leader")

    def __init__(self, *args: Any, actor: Actor, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert actor.program_id is not None
        staff = Staff.objects.filter(program_id=actor.program_id, user__is_active=True)
        self.people: dict[str, User] = {
            str(each.user_id): each.user for each in staff.select_related("user").order_by("user__name", "pk")
        }
        offer(self, "kind", [(kind.code, kind.name) for kind in definition.meetings])
        offer(self, "leader", [(pk, str(user)) for pk, user in self.people.items()])
        self.initial.setdefault("leader", str(actor.user_id))

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments, with the person who leads the meeting."""
        values = dict(self.cleaned_data)
        manager = self.people[values.pop("leader")]
        return {**values, "manager": manager}

    def field_for(self, name: str) -> str:
        """The field in which the manager was chosen."""
        return "leader" if name == "manager" else name


class ScheduleMany(Schedule):
    """Meetings with many partners, one after the other."""

    minutes = forms.IntegerField(
        label=_("Minutes from one meeting to the next"), min_value=SHORTEST, max_value=LONGEST, initial=30
    )
    last = forms.TimeField(
        label=_("Last start of a day"),
        initial=time(16),
        help_text=_("The first partner meets at the time above, the others follow in this order, Monday to Friday."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    field_order = ("kind", "on", "at", "minutes", "last", "place", "leader")

    def clean(self) -> dict[str, Any]:
        """The values; the last start of a day isn't before the first."""
        found = super().clean() or self.cleaned_data
        if {"at", "last"} <= found.keys() and found["last"] < found["at"]:
            self.add_error("last", _("Enter the time of the first meeting or a later one."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments for the first meeting."""
        return {name: value for name, value in super().values.items() if name not in ("minutes", "last")}

    def values_for(self, place: int) -> dict[str, Any]:
        """The operation's arguments for one meeting; ``place`` counts those that were scheduled before it."""
        given = self.cleaned_data
        on, at = slot(given["on"], given["at"], last=given["last"], minutes=given["minutes"], place=place)
        return {**self.values, "on": on, "at": at}


class Move(When):
    """A new day and time; an empty place keeps the old one."""


class Why(AdminForm):
    """A reason that the partner reads."""

    reason = Lines(
        label=_("Reason"),
        help_text=_("The partner can read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
    )
