"""Publishes a program's rules, checked against the levels its partners hold."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count

from common.actor import Actor
from programs.models import Program, Revision
from programs.operations import Level, publish
from statuses.models import Standing


def publish_rules(*, actor: Actor, program_code: str, source: str, effective_from: date, now: datetime) -> Revision:
    """`programs.operations.publish`, but refuse rules that drop a level partners still hold."""
    return publish(
        actor=actor,
        program_code=program_code,
        source=source,
        effective_from=effective_from,
        now=now,
        partners_on=partners_on,
    )


def partners_on(program: Program) -> Mapping[Level, int]:
    """Number of partners on each level of each track."""
    counts = Standing.objects.filter(program=program).values("track", "level").annotate(partners=Count("pk"))
    return {(row["track"], row["level"]): row["partners"] for row in counts.order_by()}
