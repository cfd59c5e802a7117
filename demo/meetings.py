"""The demo's meetings: one to come, and one whose result a manager still has to record."""

from datetime import date, datetime, time, timedelta

from common.actor import Actor
from common.tenancy import bind_actor
from meetings.models import Meeting
from meetings.operations.planning import schedule_meeting
from partners.models import Partner
from programs.definition import MAIN_TRACK
from programs.models import Program, Staff
from programs.rulebook import rulebook_of
from statuses.models import Standing

_DAYS = (5, -1)  # from today, for the first partners that need a meeting


def send_meetings(*, actor: Actor, program: Program, today: date, now: datetime) -> int:
    """Schedule meetings with a few partners, as of ``today``; returns how many. Does nothing if there are any."""
    with bind_actor(actor):
        rulebook = rulebook_of(program)
        staff = Staff.objects.filter(program=program, role=Staff.Role.MANAGER).select_related("user").first()
        kinds = rulebook.on(today).meetings
        first = rulebook.on(today - timedelta(days=7)).meetings  # a program whose rules of last week had none
        if not kinds or not first or staff is None or Meeting.objects.visible_to(actor).exists():
            return 0
        manager = Actor("staff", staff.user_id, program.pk, role=staff.role)
        held = Standing.objects.visible_to(actor).filter(track=MAIN_TRACK, level__in=kinds[0].levels)
        ids = held.order_by("partner_id").values("partner_id")
        partners = Partner.objects.visible_to(actor).filter(pk__in=ids, ended_on=None).order_by("pk")[: len(_DAYS)]
        for partner, days in zip(partners, _DAYS, strict=False):
            earlier = timedelta(days=7)
            schedule_meeting(
                actor=manager,
                partner=partner,
                rulebook=rulebook,
                kind=kinds[0].code,
                on=today + timedelta(days=days),
                at=time(10, 30),
                place="https://meet.example.com/review",
                today=today - earlier,
                now=now - earlier,
            )
        return len(partners)
