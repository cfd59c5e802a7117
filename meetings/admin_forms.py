"""Admin forms of meetings."""

from datetime import time
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from common.actor import Actor
from meetings.rules import quarter_name, quarter_of, slot
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
    beyond = forms.BooleanField(label=_("Schedule these in the next quarter"), required=False)
    field_order = ("kind", "on", "at", "minutes", "last", "beyond", "place", "leader")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["beyond"]  # asked once some fall there

    def clean(self) -> dict[str, Any]:
        """The values; the last start of a day isn't before the first, and a later quarter is wanted."""
        found = super().clean() or self.cleaned_data
        if {"at", "last"} <= found.keys() and found["last"] < found["at"]:
            self.add_error("last", _("Enter the time of the first meeting or a later one."))
        elif {"on", "at", "minutes", "last"} <= found.keys():
            self._ask_beyond(found)
        return found

    def _ask_beyond(self, given: dict[str, Any]) -> None:
        """Ask before meetings are scheduled after the quarter of the first: they don't count in it (B24-3.1.3m)."""
        slots = {name: given[name] for name in ("on", "at", "last", "minutes")}
        days = [slot(**slots, place=place)[0] for place in range(self.row_count)]
        quarter = quarter_of(given["on"])
        late = sum(quarter_of(day) != quarter for day in days)
        if not late:
            return
        self.fields["beyond"] = self.base_fields["beyond"]
        self.order_fields(self.field_order)
        self.dress()
        if not self.data.get("beyond"):
            said = ngettext(
                "%(count)s meeting would fall after %(quarter)s, on %(day)s. Start earlier or tick this box.",
                "%(count)s meetings would fall after %(quarter)s, the last on %(day)s. Start earlier or tick this box.",
                late,
            )
            told = {"count": late, "quarter": quarter_name(quarter), "day": date_format(days[-1])}
            self.add_error("beyond", said % told)

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments for the first meeting."""
        return {name: value for name, value in super().values.items() if name not in ("minutes", "last", "beyond")}

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
