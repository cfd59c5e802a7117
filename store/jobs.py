"""Celery tasks of the store. Each is an edge: it reads the clock and binds the program."""

from datetime import timedelta

from celery.schedules import crontab

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from programs.models import Program
from programs.queries import NothingPublished
from programs.rulebook import rulebook_of
from store.bonuses.operations.spending import expire_bonuses
from store.bonuses.reminders import remind_of_bonuses
from store.cards.following import ask_stripe
from store.payments.overdue import cancel_overdue
from store.provisioning.sending import send_next

MOST_MESSAGES = 500  # of one run


@scheduled(
    "expire bonuses and remind of them",
    name="store.jobs.open_bonus_day",
    every=crontab(minute=25),
    recovery=Recovery.NEXT_RUN,
)
def open_bonus_day() -> int:
    """Expire what is no longer valid in each program's today, and remind of what will be; returns how many credits.

    It runs every hour because days begin at different hours; a second run on a day changes nothing.
    """
    expired = 0
    for program in Program.objects.order_by("pk"):
        today, now = clock.today(program.time_zone), clock.now()
        with bind(program.pk):
            expired += expire_bonuses(actor=Actor.system(program.pk), today=today, now=now)
            try:
                remind_of_bonuses(rulebook=rulebook_of(program), today=today, now=now)
            except NothingPublished:
                continue  # the program is still being set up and has no rules
    return expired


@scheduled(
    "cancel orders that nobody paid",
    name="store.jobs.cancel_unpaid",
    every=crontab(minute=40),
    recovery=Recovery.NEXT_RUN,
)
def cancel_unpaid() -> int:
    """Cancel overdue orders in every program, in its own today; returns how many."""
    done = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            try:
                rulebook = rulebook_of(program)
            except NothingPublished:
                continue  # the program is still being set up and has no rules
            today, system = clock.today(program.time_zone), Actor.system(program.pk)
            done += cancel_overdue(actor=system, rulebook=rulebook, today=today, now=clock.now())
    return done


@scheduled(
    "send webhooks about licenses",
    name="store.jobs.send_webhooks",
    every=timedelta(minutes=1),
    recovery=Recovery.NEXT_RUN,
)
def send_webhooks() -> int:
    """Send what waits for the vendor's product in every program; returns how many messages were tried.

    Also queued after a commit that left messages. A run stops after a number of them, and the next one goes on.
    """
    tried = 0
    for program in Program.objects.order_by("pk"):
        while tried < MOST_MESSAGES:
            with bind(program.pk):
                if send_next(program=program, now=clock.now()) is None:
                    break
            tried += 1
    return tried


@scheduled(
    "ask Stripe about card payments",
    name="store.jobs.ask_cards",
    every=timedelta(minutes=1),
    recovery=Recovery.NEXT_RUN,
)
def ask_cards() -> int:
    """Ask about checkouts of which no webhook came, and send refunds to cards; returns how many Stripe answered."""
    return sum(ask_stripe(program=program, now=clock.now()) for program in Program.objects.order_by("pk"))
