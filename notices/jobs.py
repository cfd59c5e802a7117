"""The Celery tasks that send email, and that erase the content of what was given up."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from enum import Enum

import structlog
from celery.schedules import crontab
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from common import clock
from common.jobs import Recovery, scheduled
from common.tenancy import bind
from notices.outbox import Sent, deliver_next, erase_given_up, fan_out, is_due
from notices.wakeup import knock
from programs.each import in_each_program
from programs.homes import Homes
from programs.models import Program

TURN, RUN = 50, 500  # emails sent per program before the next program's turn, and per run before other tasks get theirs
log = structlog.get_logger("echelon.notices")


@scheduled(
    "send the mail that waits", name="notices.tasks.send_mail", every=timedelta(seconds=20), recovery=Recovery.NEXT_RUN
)
def send_mail() -> int:
    """Create emails for new notices and send every email that is due. Returns how many were sent.

    Programs take turns. While no mail server answers, nothing is tried and no email loses an attempt. After a fixed
    number of emails the task ends and queues itself again, so that other tasks get their turn.
    """
    waiting = [_home(program) for program in Program.objects.order_by("pk")]
    for homes in waiting:
        while _fanned_out(homes):
            pass
    waiting = [homes for homes in waiting if _has_mail(homes)]
    post, tried = get_connection(), Counter[Sent]()
    if not waiting or not _opened(post):
        return 0
    try:
        while waiting and tried.total() < RUN:
            homes = waiting.pop(0)
            outcome = _turn(homes, post, tried)
            if outcome is Turn.NO_POST:
                return tried[Sent.SENT]
            if outcome is Turn.MORE:
                waiting.append(homes)
    finally:
        _closed(post)
    if waiting:
        knock()
    return tried[Sent.SENT]


@scheduled(
    "erase the content of mail that was given up",
    name="notices.jobs.erase_given_up_mail",
    every=crontab(minute=0, hour=4),
    recovery=Recovery.RETRY,
)
def erase_given_up_mail() -> int:
    """Erase links and codes of emails that were given up, once they have expired. Returns how many."""
    now = clock.now()
    return in_each_program(lambda program: erase_given_up(program_id=program.pk, now=now))


class Turn(Enum):
    """How a program's turn ended."""

    DONE = "nothing is due"
    MORE = "more may be due"
    NO_POST = "the mail server is away"


def _opened(post: BaseEmailBackend) -> bool:
    """Connect to the mail server. Returns whether there is one; every refusal of smtplib is an OSError."""
    try:
        post.open()
    except OSError as error:
        log.warning("notices.no_post", error=type(error).__name__)
        return False
    return True


def _home(program: Program) -> Homes:
    with bind(program.pk):
        return Homes.of(program, on=clock.today(program.time_zone))


def _fanned_out(homes: Homes) -> int:
    with bind(homes.program.pk):
        return fan_out(homes=homes, now=clock.now())


def _has_mail(homes: Homes) -> bool:
    with bind(homes.program.pk):
        return is_due(program_id=homes.program.pk, now=clock.now())


def _turn(homes: Homes, post: BaseEmailBackend, tried: Counter[Sent]) -> Turn:
    """Send a few emails of one program, and count them in ``tried``."""
    for _each in range(TURN):
        with bind(homes.program.pk):
            outcome = deliver_next(homes=homes, post=post, now=clock.now())
        if outcome is None:
            return Turn.DONE
        tried[outcome] += 1
        if outcome is Sent.FAILED:
            _closed(post)  # its state is unknown after an error
            if not _opened(post):
                return Turn.NO_POST
    return Turn.MORE


def _closed(post: BaseEmailBackend) -> None:
    with suppress(OSError):
        post.close()
