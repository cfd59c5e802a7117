"""Celery tasks that check partners' websites (B24-1.4c)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import structlog
from celery.schedules import crontab
from django.conf import settings

from accounts.models import User
from common import clock
from common.actor import Actor
from common.jobs import Recovery, scheduled, task
from common.tenancy import bind
from partners.actors import staff_actor
from partners.models import Partner
from partners.websites.look import Look, due_websites, look
from partners.websites.operations import UnableToRecordCheck, record_check
from programs.definition.directory import WebsiteCheck as Rule
from programs.job_runs import note_run
from programs.models import Program
from programs.queries import NothingPublished, definition

JOB = "check_websites"
# Websites checked in parallel, and websites per batch whose results are then stored.
AT_ONCE, BATCH = 8, 40
# If at least this many websites of a batch all fail, the portal's own connection is assumed to be down.
SUSPICIOUS = 3
log = structlog.get_logger("echelon.websites")


# Only due sites, by the program's interval, so that checks missed by a failed run are made up within the hour.
@scheduled(
    "look at partners' websites",
    name="partners.tasks.check_websites",
    every=crontab(minute=40),
    recovery=Recovery.NEXT_RUN,
    when=settings.WEBSITE_CHECKS,
)
def check_websites() -> int:
    """Check every website that is due, in all programs. Returns how many were checked.

    No transaction is open during network requests: due sites are read in one transaction, and each result is stored in
    another. What a failed run leaves is due in the next one, and a run without due sites writes nothing.
    """
    done = 0
    for program in Program.objects.order_by("pk"):
        today = clock.today(program.time_zone)
        with bind(program.pk):
            try:
                directory = definition(program, today).directory
            except NothingPublished:
                continue
        if directory and directory.website_check:
            done += _check(program.pk, directory.website_check, today)
    return done


@task("partners.tasks.look_at_website", recovery=Recovery.RETRY)
def look_at_website(*, program_id: int, partner_id: int, user_id: int) -> str:
    """Check one partner's website at a manager's request. Returns the result.

    The manager's permission is checked now, not when the button was pressed.
    """
    with bind(program_id):
        actor = staff_actor(User.objects.get(pk=user_id), program_id=program_id)
        program = Program.objects.get(pk=program_id)
        today = clock.today(program.time_zone)
        directory = definition(program, today).directory
        partner = Partner.objects.filter(program_id=program_id, pk=partner_id).first()
    rule = directory.website_check if directory else None
    if actor is None or rule is None or partner is None or not partner.website:
        return "nothing to check"
    return _record(actor, partner_id, rule, look(partner.website, rule.mentions), today)


def _check(program_id: int, rule: Rule, today: date) -> int:
    started, seen, failed = clock.now(), Counter[str](), False
    with bind(program_id):
        due = list(due_websites(program_id=program_id, rule=rule, on=today).values_list("pk", "website"))
    for start in range(0, len(due), BATCH):
        batch = due[start : start + BATCH]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            looks = list(pool.map(lambda site: look(site[1], rule.mentions), batch))
        if len(looks) >= SUSPICIOUS and all(found.ours for found in looks):
            log.warning("websites.no_connection", program=program_id)
            failed = True
            break
        for (partner_id, _website), found in zip(batch, looks, strict=True):
            seen[_record(Actor.system(program_id), partner_id, rule, found, today)] += 1
    if due:
        outcome = {**seen, **({"error": "no connection"} if failed else {})}
        with bind(program_id):
            note_run(
                program_id=program_id, job=JOB, day=today, started_at=started, finished_at=clock.now(), outcome=outcome
            )
    return seen.total()


def _record(actor: Actor, partner_id: int, rule: Rule, found: Look, today: date) -> str:
    """Store one check. Returns the result."""
    with bind(actor.program_id):
        try:
            check = record_check(
                actor=actor, partner_id=partner_id, rule=rule, look=found, today=today, now=clock.now()
            )
        except (UnableToRecordCheck, Partner.DoesNotExist):
            return "changed meanwhile"
    return str(check.outcome)
