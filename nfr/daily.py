"""The daily work on NFR licenses; doing it twice changes nothing."""

from datetime import date, datetime

from django.db.models import Count, Q

from common.actor import Actor
from nfr.beginning import send_with_level
from nfr.news import remind_of_ends
from nfr.operations.ending import roll_back_due
from programs.definition import MAIN_TRACK
from programs.rulebook import Rulebook
from statuses.models import Standing


def open_day(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Roll back what ended, send what levels give by themselves, announce ends; returns how many licenses changed.

    PermissionDenied for anyone but the program's staff and the system.
    """
    done = roll_back_due(actor=actor, rulebook=rulebook, today=today, now=now)
    for partner_id in lacking(rulebook, today):
        done += len(send_with_level(partner_id=partner_id, rulebook=rulebook, today=today, now=now))
    remind_of_ends(rulebook=rulebook, today=today, now=now)
    return done


def lacking(rulebook: Rulebook, today: date) -> list[int]:
    """Partners on a level that gives licenses by itself who never got them, such as imported ones.

    One query a level; `send_with_level` looks closer.
    """
    rules = rulebook.on(today)
    found: set[int] = set()
    for level in rules.track(MAIN_TRACK).levels:
        for rule in level.benefits.nfr:
            if rule.given == "by_itself":
                found |= _with_fewer(rulebook.program.pk, level.code, rule.grant, rule.count)
    return sorted(found)


def _with_fewer(program_id: int, level: str, kind: str, count: int) -> set[int]:
    """Partners on a level, still in the program, with fewer grants of a kind than the level gives."""
    given = Count("partner__nfr_grants", filter=Q(partner__nfr_grants__kind=kind))
    there = Standing.objects.filter(program_id=program_id, track=MAIN_TRACK, level=level, partner__ended_on=None)
    return set(there.annotate(given=given).filter(given__lt=count).values_list("partner_id", flat=True))
