"""Reads of meetings, for pages and queues."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from common.actor import Actor
from meetings.models import Meeting, MeetingQuerySet
from meetings.rules import quarter_of
from partners.models import Partner
from programs.definition import MAIN_TRACK, Definition
from statuses.models import Standing


def meetings_of(actor: Actor) -> MeetingQuerySet:
    """Meetings the actor may see, the latest first."""
    return Meeting.objects.visible_to(actor).select_related("manager", "program").order_by("-on", "-pk")


def without_result(actor: Actor, on: date) -> QuerySet[Meeting]:
    """Meetings whose day has come and whose result nobody recorded, the oldest first."""
    rows = Meeting.objects.visible_to(actor).planned().filter(on__lte=on)
    return rows.annotate(came_on=F("on")).order_by("on", "pk")


def to_move(actor: Actor) -> QuerySet[Meeting]:
    """Meetings that the partner asked to move, the oldest request first."""
    return Meeting.objects.visible_to(actor).planned().exclude(asked="").order_by("asked_at", "pk")


def to_schedule(actor: Actor, on: date, rules: Definition | None) -> QuerySet[Partner]:
    """Partners that need a meeting in the quarter of the day and have none, by name."""
    wanted = Q(pk__in=())
    for kind in rules.meetings if rules else ():
        holds = Standing.objects.filter(partner=OuterRef("pk"), track=MAIN_TRACK, level__in=kind.levels)
        has = Meeting.objects.live().filter(partner=OuterRef("pk"), kind=kind.code, quarter=quarter_of(on))
        wanted |= Exists(holds) & ~Exists(has)
    rows = Partner.objects.visible_to(actor).filter(wanted, ended_on=None)
    since = Cast(Value(quarter_of(on)), DateField())
    return rows.annotate(quarter_on=since).order_by("name", "pk")


def wanted_now(actor: Actor, *, level: str, rules: Definition, on: date) -> list[Any]:
    """Kinds of meetings that a partner on this level needs in the quarter of the day and has not scheduled."""
    kinds = [kind for kind in rules.meetings if level in kind.levels]
    if not kinds:
        return []
    have = Meeting.objects.visible_to(actor).live().filter(quarter=quarter_of(on))
    held: Iterable[str] = set(have.values_list("kind", flat=True))
    return [kind for kind in kinds if kind.code not in held]
