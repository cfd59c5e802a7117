"""Celery tasks of the lead program."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery.schedules import crontab

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from leads.board.operations.escalating import escalate_untouched
from leads.board.operations.reserving import expire_idle
from leads.deals.company_keys import rebuild_missing
from leads.deals.news import warn_of_ends
from leads.deals.operations.daily import erase_old_deals, expire_deals, follow_overdue, lapse_unanswered
from leads.news import remind_of_steps
from leads.requests.operations.keeping import ask_clients, erase_old
from leads.rotation.news import send_statements
from leads.rotation.offer_notices import remind_of_offers
from leads.rotation.operations.answering import pass_on_overdue
from leads.rotation.operations.distributing import distribute
from programs.definition import Definition
from programs.models import Program
from programs.queries import NothingPublished
from programs.rulebook import Rulebook, read_rulebook


def _programs(have: Callable[[Definition], object] = lambda rules: rules.leads) -> list[tuple[Rulebook, Actor]]:
    """Programs whose rules give leads, or ``have`` something else, today."""
    found = []
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            try:
                rulebook = read_rulebook(program.pk)
            except NothingPublished:
                continue
        if have(rulebook.on(clock.today(program.time_zone))):
            found.append((rulebook, Actor.system(program.pk)))
    return found


@scheduled(
    "pass requests on",
    name="leads.jobs.pass_on",
    every=timedelta(minutes=2),
    recovery=Recovery.NEXT_RUN,
)
def pass_on() -> int:
    """Pass on what nobody answered in time, remind, and distribute what waits; returns how many requests moved."""
    moved = 0
    for rulebook, system in _programs():
        now = clock.now()
        moved += pass_on_overdue(actor=system, rulebook=rulebook, now=now)
        moved += distribute(actor=system, rulebook=rulebook, now=now)
        with bind(rulebook.program.pk):
            remind_of_offers(rulebook, today=clock.today(rulebook.program.time_zone), now=now)
    return moved


@scheduled(
    "keep requests in order",
    name="leads.jobs.keep",
    every=crontab(minute=20, hour=5),
    recovery=Recovery.RETRY,
)
def keep() -> int:
    """End idle reservations, remind of next steps, ask clients, erase what is old; returns how many rows changed."""
    changed = 0
    for rulebook, system in _programs():
        today, now = clock.today(rulebook.program.time_zone), clock.now()
        given: dict[str, Any] = {"actor": system, "rulebook": rulebook, "today": today, "now": now}
        changed += escalate_untouched(**given)
        changed += expire_idle(**given)
        changed += ask_clients(**given)
        changed += erase_old(**given)
        with bind(rulebook.program.pk):
            changed += remind_of_steps(rulebook, today=today, now=now)
    return changed


@scheduled(
    "send statements of requests",
    name="leads.jobs.statements",
    every=crontab(minute=40, hour=6, day_of_month=1),
    recovery=Recovery.RETRY,
)
def statements() -> int:
    """Send partners last month's statement with the ends of the chains; returns how many are new."""
    sent = 0
    for rulebook, _system in _programs():
        with bind(rulebook.program.pk):
            sent += send_statements(rulebook, today=clock.today(rulebook.program.time_zone), now=clock.now())
    return sent


@scheduled(
    "keep deals in order",
    name="leads.jobs.keep_deals",
    every=crontab(minute=40, hour=5),
    recovery=Recovery.RETRY,
)
def keep_deals() -> int:
    """Close, expire, remind and warn, and erase what is old; returns how many deals moved."""
    moved = 0
    for rulebook, system in _programs(lambda rules: rules.deals):
        today, now = clock.today(rulebook.program.time_zone), clock.now()
        given: dict[str, Any] = {"actor": system, "rulebook": rulebook, "today": today, "now": now}
        rebuild_missing(rulebook.program.pk, rules=rulebook.on(today))
        moved += lapse_unanswered(**given)
        moved += follow_overdue(**given)
        moved += expire_deals(**given)
        moved += erase_old_deals(**given)
        moved += warn_of_ends(rulebook, today=today, now=now)
    return moved
