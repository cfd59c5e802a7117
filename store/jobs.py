"""Celery tasks of the store. Each is an edge: it reads the clock and binds the program."""

from datetime import timedelta

from celery.schedules import crontab

from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from programs.each import under_each_rulebook
from programs.models import Program
from programs.queries import NothingPublished
from programs.rulebook import rulebook_of
from store.bonuses.operations.spending import expire_bonuses
from store.bonuses.reminders import remind_of_bonuses
from store.cards.following import ask_stripe
from store.kyc.news import remind_of_kyc
from store.kyc.operations import block_overdue
from store.payments.overdue import cancel_overdue
from store.provisioning.sending import send_next
from store.taxids.operations import keep_answer
from store.taxids.queries import due_for_check
from store.taxids.registers import UnableToAsk, register

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
    return under_each_rulebook(cancel_overdue, now=clock.now())


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


@scheduled(
    "remind of client documents, and block orders without them",
    name="store.jobs.know_customers",
    every=crontab(minute=35),
    recovery=Recovery.NEXT_RUN,
)
def know_customers() -> int:
    """Do the day's work on requests for client documents in every program; returns how many partners were blocked."""
    done = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            try:
                rulebook = rulebook_of(program)
            except NothingPublished:
                continue  # the program is still being set up and has no rules
            today, system, now = clock.today(program.time_zone), Actor.system(program.pk), clock.now()
            remind_of_kyc(rulebook=rulebook, today=today, now=now)
            done += block_overdue(actor=system, rulebook=rulebook, today=today, now=now)
    return done


@scheduled(
    "ask about partners' tax IDs", name="store.jobs.check_tax_ids", every=crontab(minute=50), recovery=Recovery.NEXT_RUN
)
def check_tax_ids() -> int:
    """Ask the register about tax IDs whose answer is missing or too old, in every program; returns how many answered.

    No transaction is open while it is asked; what didn't answer is asked again in the next run.
    """
    chosen, done = register(), 0
    if chosen is None:
        return 0
    for program in Program.objects.order_by("pk"):
        today, system = clock.today(program.time_zone), Actor.system(program.pk)
        with bind(program.pk):
            try:
                due = due_for_check(actor=system, rulebook=rulebook_of(program), today=today)
            except NothingPublished:
                continue  # the program is still being set up and has no rules
        for partner in due:
            try:
                answer = chosen.ask(country=partner.country, tax_id=str(partner.legal["tax_id"]))
            except UnableToAsk:
                continue
            with bind(program.pk):
                keep_answer(
                    actor=system,
                    partner=partner,
                    register=chosen.code,
                    answer=answer,
                    today=today,
                    now=clock.now(),
                )
            done += 1
    return done
