"""The mail job: a door to ``mail_next``."""

from celery import shared_task

from common import clock
from common.tenancy import bind
from notices.operations import mail_next
from programs.models import Program


@shared_task(name="notices.tasks.send_mail")  # type: ignore[untyped-decorator]
def send_mail() -> int:
    """Mail every notice that waits, program by program; returns how many left."""
    sent = 0
    for program_id in Program.objects.order_by("pk").values_list("pk", flat=True):
        while True:
            with bind(program_id):
                if not mail_next(program_id=program_id, now=clock.now()):
                    break
            sent += 1
    return sent
