"""Tasks that earlier versions queued for account emails; what still waits in Redis after an upgrade is stored.

Account emails are in the outbox now (signin/mail.py).
"""

from common import clock
from common.jobs import Recovery, task
from programs.models import Site
from signin.mail import queue_letter, queue_reset


@task("portal.entrance.tasks.send_account_mail", recovery=Recovery.RETRY)
def send_account_mail(*, site_id: int, to: str, subject: str, text: str, words: str = "", path: str = "") -> None:
    """Put one account email into the outbox."""
    site = Site.objects.get(pk=site_id)
    queue_letter(site, to=to, subject=subject, text=text, words=words, path=path, now=clock.now())


@task("portal.entrance.tasks.send_password_reset", recovery=Recovery.RETRY)
def send_password_reset(site_id: int, email: str) -> None:
    """Put a request for a new password into the outbox."""
    queue_reset(Site.objects.get(pk=site_id), email, now=clock.now())
