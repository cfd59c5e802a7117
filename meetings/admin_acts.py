"""The button on a partner's page that schedules a meeting."""

from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.permissions import may
from meetings.admin_forms import Schedule, ScheduleMany
from meetings.operations.planning import schedule_meeting
from meetings.writing import PERMISSION
from programs.request_rules import rules_today
from web.admin.decisions import Asked, Decision
from web.requests import Request


def _scheduled(asked: Asked) -> str:
    """The day on which the meeting takes place."""
    told = {"partner": asked.row, "day": date_format(asked.result.on)}
    return _("Scheduled for %(day)s. %(partner)s is notified.") % told


class MeetingActs(ModelAdmin):
    """Schedules a meeting with the partner of the page (B24-3.1.3m)."""

    meeting = Decision(
        label=_("Schedule a meeting"),
        icon="event",
        permission=PERMISSION,
        form=Schedule,
        operation=schedule_meeting,
        title=_("Schedule a meeting with %(partner)s"),
        button=_("Schedule"),
        told=_scheduled,
        bulk=ScheduleMany,
        bulk_kept=lambda request: bool((rules := rules_today(request)) and rules.meetings),
        bulk_told=lambda meeting: f"{date_format(meeting.on)}, {time_format(meeting.at)}",
    )

    def offered_meetings(self, request: Request, partner: Any) -> list[str]:
        """The button, where the program has meetings and the partnership lasts."""
        rules = rules_today(request)
        given = bool(rules and rules.meetings) and partner.ended_on is None and may(request.actor, PERMISSION)
        return ["meeting"] if given else []
