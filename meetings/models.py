"""Meetings of the vendor with partners, such as quarterly business reviews."""

from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from common.moments import zone_words
from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program


class MeetingQuerySet(TenantQuerySet["Meeting"]):
    """Queries for meetings."""

    def planned(self) -> Self:
        """Meetings without a result yet."""
        return self.filter(state=Meeting.State.PLANNED)

    def live(self) -> Self:
        """Meetings that fill their quarter: planned or attended."""
        return self.filter(state__in=Meeting.LIVE)


class Meeting(models.Model):
    """One meeting with a partner, of a kind that the program's rules name (B24-3.1.3m).

    ``on`` and ``at`` are in the program's time zone; ``quarter`` is the first day of the calendar quarter. ``asked``
    is the partner's request for another time, until the meeting is moved. ``activity`` is the record of attendance.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Scheduled")
        ATTENDED = "attended", _("Attended")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Canceled")

    LIVE = (State.PLANNED, State.ATTENDED)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="meetings", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)
    quarter = models.DateField(_("quarter"))
    on = models.DateField(_("day"))
    at = models.TimeField(_("time"))
    place = models.CharField(_("link or address"), max_length=300, blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("partner manager")
    )
    state = models.CharField(_("status"), max_length=16, choices=State, default=State.PLANNED)
    asked = models.TextField(_("partner asked for another time"), blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    scheduled_at = models.DateTimeField(_("scheduled"))
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("scheduled by")
    )
    decided_at = models.DateTimeField(_("result recorded"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("result recorded by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    activity = models.OneToOneField(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded activity")
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "kind", "quarter"),
                condition=models.Q(state__in=("planned", "attended")),
                name="meetings_meeting_quarter",
            ),
            models.CheckConstraint(
                condition=models.Q(state="attended", activity__isnull=False)
                | ~models.Q(state="attended") & models.Q(activity=None),
                name="meetings_meeting_activity",
            ),
        )
        indexes = (
            models.Index(fields=("program", "state", "on"), name="meetings_meeting_day"),
            models.Index(fields=("partner", "-on", "-id"), name="meetings_meeting_list"),
        )

    def __str__(self) -> str:
        return record_name(self)

    @property
    def zone(self) -> str:
        """The time zone of its time, as pages and emails name it: CET or UTC+03. Asks for the program."""
        return zone_words(datetime.combine(self.on, self.at, ZoneInfo(self.program.time_zone)))
