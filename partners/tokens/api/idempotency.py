"""Repeatable writes: the same key and request get the same answer, and the work is done once."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from partners.tokens.models import IdempotentAnswer
from web.api.endpoint import Rendered
from web.api.problems import MEDIA_TYPE, Problem

HEADER = "Idempotency-Key"
LONGEST = 255
_KEPT_HEADERS = ("Location",)


def once(
    request: Request,
    work: Callable[[], Response],
    *,
    digest: str,
    render: Callable[[Response], str],
    now: datetime,
) -> Response:
    """Do the work, or return the stored answer if the token has used the key before.

    The key's row is stored first, in the same transaction. A second request with the same key waits for that row, then
    finds its answer, or nothing if the first was refused. Raises Problem without a key, for an invalid key, and for a
    key that was used for another request, which ``digest`` detects.
    """
    key = request.headers.get(HEADER, "")
    if not key or len(key) > LONGEST or not (key.isascii() and key.isprintable()):
        needed = f"Every write needs the header {HEADER}: printable ASCII, at most {LONGEST} characters."
        raise Problem(400, needed, code="key_missing")
    with transaction.atomic():
        mark, fresh = _mark(
            program_id=request.auth.program_id,
            partner_id=request.auth.partner_id,
            token_id=request.auth.pk,
            key=key,
            request_digest=digest,
            at=now,
        )
        if not fresh:
            return _again(mark, digest)
        response = work()
        mark.status, mark.body = response.status_code, render(response)
        mark.headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
        mark.save(update_fields=["status", "body", "headers"])
    return response


def _mark(*, token_id: int, key: str, **rest: Any) -> tuple[IdempotentAnswer, bool]:
    """The key's row, and whether it is new. Waits if another transaction is storing the row."""
    return IdempotentAnswer.objects.get_or_create(token_id=token_id, key=key, defaults=rest)


def forget(*, program_id: int, before: datetime) -> int:
    """Delete answers from before a moment. Returns how many. Their keys can be used again."""
    return IdempotentAnswer.objects.filter(program_id=program_id, at__lt=before).delete()[0]


def _again(mark: IdempotentAnswer, digest: str) -> Response:
    if mark.request_digest != digest:
        raise Problem(422, f"This {HEADER} was used for another request; take a new one.", code="key_reused")
    kind = MEDIA_TYPE if mark.status >= 400 else None  # a refusal that was stored, such as a sign-up's
    return Response(Rendered(mark.body), status=mark.status, headers=mark.headers, content_type=kind)


def request_digest(request: Request) -> str:
    """Digest of method, URL and body. Raises Problem if the body is too large."""
    said = f"{request.method} {request.get_full_path()}\n".encode()
    try:
        return sha256(said + request._request.body).hexdigest()
    except RequestDataTooBig as error:
        raise Problem(413, "What was sent is too large.") from error
