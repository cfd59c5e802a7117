"""Queues account emails in the transaction of the request, in the outbox, encrypted.

They leave after the response, so response times don't reveal how long the mail server or a reset's address lookup
takes. What was stored is sent whatever dies in between.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from notices.sealed import queue_sealed
from programs.models import Site
from signin.letters import LETTER, RESET


def send_later(
    request: Any, *, to: str, subject: str, text: str, now: datetime, words: str = "", path: str = ""
) -> None:
    """Send an email once the request is committed; ``path`` on the site becomes a button labelled ``words``."""
    queue_letter(request.site, to=to, subject=subject, text=text, words=words, path=path, now=now)


def reset_later(request: Any, email: str, *, now: datetime) -> None:
    """Email a reset link to users with this address; who they are is looked up when the email is sent."""
    queue_reset(request.site, email, now=now)


def queue_letter(site: Site, *, to: str, subject: str, text: str, words: str, path: str, now: datetime) -> None:
    """Put a finished account email of a site into the outbox."""
    language = get_language() or settings.LANGUAGE_CODE
    values = {"site_id": site.pk, "subject": subject, "text": text, "words": words, "path": path, "language": language}
    queue_sealed(program_id=site.program_id, to=to, kind=LETTER, values=values, language=language, now=now)


def queue_reset(site: Site, email: str, *, now: datetime) -> None:
    """Put a request for a new password into the outbox; the link is made when it is sent."""
    language = get_language() or settings.LANGUAGE_CODE
    values = {"site_id": site.pk, "language": language}
    queue_sealed(program_id=site.program_id, to=email, kind=RESET, values=values, language=language, now=now)
