"""The Celery task that sends email."""

from datetime import timedelta

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from common import clock
from common.jobs import scheduled
from common.tenancy import bind
from notices.outbox import Sent, deliver_next, fan_out, is_due
from notices.waking import knock
from programs.homes import Homes
from programs.models import Program

TURN, RUN = 50, 500  # emails sent per program before the next program's turn, and per run before other tasks get theirs
log = structlog.get_logger("echelon.notices")


@scheduled("send the mail that waits", name="notices.tasks.send_mail", every=timedelta(minutes=1))
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
    if not waiting:
        return 0
    post, sent, tried = get_connection(), 0, 0
    try:
        post.open()
    except OSError as error:  # includes every smtplib refusal
        log.warning("notices.no_post", error=type(error).__name__)
        return 0
    try:
        while waiting and tried < RUN:
            homes = waiting.pop(0)
            found = _turn(homes, post)
            tried += len(found)
            sent += found.count(Sent.SENT)
            if len(found) == TURN:
                waiting.append(homes)
    finally:
        post.close()
    if waiting:
        knock()
    return sent


def _home(program: Program) -> Homes:
    with bind(program.pk):
        return Homes.of(program, on=clock.today(program.time_zone))


def _fanned_out(homes: Homes) -> int:
    with bind(homes.program.pk):
        return fan_out(homes=homes, now=clock.now())


def _has_mail(homes: Homes) -> bool:
    with bind(homes.program.pk):
        return is_due(program_id=homes.program.pk, now=clock.now())


def _turn(homes: Homes, post: BaseEmailBackend) -> list[Sent]:
    """Send a few emails of one program."""
    found: list[Sent] = []
    while len(found) < TURN:
        with bind(homes.program.pk):
            outcome = deliver_next(homes=homes, post=post, now=clock.now())
        if outcome is None:
            break
        if outcome is Sent.FAILED:
            post.close()  # its state is unknown after an error; the next email opens a new one
        found.append(outcome)
    return found
