"""Stores what answered a form, and finds it when the same form is sent again."""

import json
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from programs.models import FormAnswer
from web.sent_forms import FORM_KEY

_UNFILLED = (FORM_KEY, "csrfmiddlewaretoken")
# A kept text can be an API token's secret. Repeats within this time are double clicks and lost answers.
TEXT_KEPT = timedelta(minutes=10)


@dataclass(frozen=True)
class Answer:
    """Where the first sending was redirected, or what its view kept, and the messages it showed.

    ``session`` is the visitor's session, which signing in or up may have begun; empty for a person who was signed in.
    """

    to: str = ""
    text: str = ""
    messages: list[list[Any]] = field(default_factory=list)
    session: str = ""


def form_digest(request: HttpRequest, *, key: str, sender: str) -> str:
    """Identify one filled form: the same key with other values or from somebody else is another form."""
    said = sha256()
    for part in (key, sender, request.method or "", request.get_full_path()):
        said.update(json.dumps(part).encode())
    for name, values in sorted(request.POST.lists()):
        if name not in _UNFILLED:
            said.update(json.dumps([name, values]).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            said.update(json.dumps([name, file.name, _content_digest(file)]).encode())
    return said.hexdigest()


def claim_form(*, program_id: int, digest: str, now: datetime) -> tuple[FormAnswer, bool]:
    """The form's row, and whether it is new. Waits while another request with the same form is at work."""
    return FormAnswer.objects.get_or_create(program_id=program_id, digest=digest, defaults={"at": now})


def keep(row: FormAnswer, key: str, answer: Answer) -> None:
    """Store the answer for repeats, readable only with the form's key."""
    row.sealed = _lock(key).encrypt(json.dumps(asdict(answer)).encode()).decode()
    row.save(update_fields=["sealed"])


def kept(row: FormAnswer, key: str, *, now: datetime) -> Answer:
    """The stored answer; without its text if that is too old to be shown again."""
    answer = Answer(**json.loads(_lock(key).decrypt(row.sealed.encode())))
    return answer if now - row.at <= TEXT_KEPT else Answer(answer.to, "", answer.messages)


def forget(*, program_id: int, before: datetime) -> int:
    """Delete answers from before a moment. Returns how many."""
    return FormAnswer.objects.filter(program_id=program_id, at__lt=before).delete()[0]


def _lock(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"form answer {key} {settings.SECRET_KEY}".encode()).digest()))


def _content_digest(file: UploadedFile) -> str:
    said = sha256()
    for chunk in file.chunks():
        said.update(chunk)
    file.seek(0)
    return said.hexdigest()
