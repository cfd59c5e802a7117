"""Admin forms of penalties on levels and points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.measures.admin_forms import Penalty
from partners.models import Partner
from programs.definition import MAIN_TRACK, Definition
from statuses.models import Standing
from web.forms import offer

NONE = "-"
MOST_POINTS = 2**31 - 1


class LowerLevel(Penalty):
    """A level below the present one, or none."""

    level = forms.ChoiceField(label=_("New level"))
    field_order = ("level", "reason", "clause")

    def __init__(self, *args: Any, actor: Actor, partner: Partner, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        track = definition.track(MAIN_TRACK)
        rows = Standing.objects.visible_to(actor).filter(partner=partner, track=MAIN_TRACK)
        place = track.place(rows.values_list("level", flat=True).first() or "")
        lower = [(level.code, level.name) for level in track.levels[: max(place, 0)]]
        offer(
            self,
            "level",
            [("", _("Choose a level")), *lower, *([(NONE, _("No level: end the status"))] if place >= 0 else [])],
        )

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments; no level is an empty code."""
        given = self.cleaned_data
        return {**given, "level": "" if given["level"] == NONE else given["level"]}


class CancelPoints(Penalty):
    """How many points to cancel."""

    points = forms.IntegerField(
        label=_("Points"),
        required=False,
        min_value=1,
        max_value=MOST_POINTS,
        help_text=_("Leave it empty for all points."),
    )
    field_order = ("points", "reason", "clause")
