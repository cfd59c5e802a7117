"""Sends waiting messages, one per transaction: a killed process repeats at most one, with the same id (R21)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from django.db.models import Exists, F, OuterRef, Q

from clients.keys import unsealed
from common.encryption import decrypt
from common.events import publish
from common.fetching import UnableToFetch
from common.sending import send
from programs.models import Program
from programs.rulebook import rulebook_of
from store.models import ProvisioningEndpoint, ProvisioningMessage
from store.provisioning.events import EndpointPaused
from store.provisioning.keys import sealed_key_of
from store.provisioning.rules import ENDPOINT_PAUSES, MESSAGE_PAUSES, Answer, body, meaning, pause, signed

State = ProvisioningMessage.State
Send = Callable[[str, bytes, Mapping[str, str]], int]
log = structlog.get_logger("echelon.store")


def send_next(*, program: Program, now: datetime, post: Send = send) -> Answer | None:
    """Send the oldest message that is due, and note what came of it; None if there is none. Bind the program first.

    The row stays locked until the transaction ends, so no other worker sends it. Messages about one license go out in
    their order.
    """
    waiting = ProvisioningMessage.objects.filter(program=program, state=State.WAITING)
    earlier = waiting.filter(
        subject=OuterRef("subject"), endpoint=OuterRef("endpoint"), sequence__lt=OuterRef("sequence")
    )
    due = waiting.filter(
        Q(retry_at=None) | Q(retry_at__lte=now),
        Q(endpoint__retry_at=None) | Q(endpoint__retry_at__lte=now),
        ~Exists(earlier),
        endpoint__state=ProvisioningEndpoint.State.ACTIVE,
    )
    row = due.select_related("endpoint").select_for_update(skip_locked=True, no_key=True, of=("self",))
    message = row.order_by("pk").first()
    if message is None or message.endpoint is None:
        return None
    answer, failure = _post(message, message.endpoint, now, post)
    if answer is Answer.DONE:
        _done(message, message.endpoint, now)
    elif answer is Answer.REFUSED:
        _refused(message, failure, now)
    else:
        _broken(message, message.endpoint, failure, now, for_good=answer is Answer.GONE)
    return answer


def _post(
    message: ProvisioningMessage, endpoint: ProvisioningEndpoint, now: datetime, post: Send
) -> tuple[Answer, str]:
    text = body(message.kind, message.queued_at, _data(message))
    headers = signed(message.message_id, text, secrets_of(endpoint, now), now)
    try:
        status = post(endpoint.url, text.encode(), headers)
    except UnableToFetch as trouble:
        return Answer.BROKEN, str(trouble)
    return meaning(status), f"The product answered {status}."


def secrets_of(endpoint: ProvisioningEndpoint, now: datetime) -> list[str]:
    """The secrets that sign now: the present one, and for a day the one before it."""
    found = [decrypt(endpoint.sealed_secret)]
    if endpoint.sealed_previous and endpoint.previous_until and now < endpoint.previous_until:
        found.append(decrypt(endpoint.sealed_previous))
    return found


def _data(message: ProvisioningMessage) -> dict[str, Any]:
    """The stored content, and the key of an activation, which stands nowhere else in plain text (R15)."""
    data = dict(message.content)
    if message.kind != ProvisioningMessage.Kind.DEACTIVATE and (sealed := sealed_key_of(message.subject)):
        data["key"] = unsealed(sealed)
    return data


def _done(message: ProvisioningMessage, endpoint: ProvisioningEndpoint, now: datetime) -> None:
    ProvisioningMessage.objects.filter(pk=message.pk).update(
        state=State.DONE, done_at=now, attempts=message.attempts + 1, retry_at=None, failure=""
    )
    ProvisioningEndpoint.objects.filter(pk=endpoint.pk).update(failures=0, failure="", retry_at=None, answered_at=now)


def _refused(message: ProvisioningMessage, failure: str, now: datetime) -> None:
    """The product takes other messages but not this one: try a few times, then leave it to a manager."""
    attempts = message.attempts + 1
    again = pause(MESSAGE_PAUSES, attempts)
    ProvisioningMessage.objects.filter(pk=message.pk).update(
        attempts=attempts,
        failure=failure[:200],
        state=State.WAITING if again else State.FAILED,
        retry_at=now + again if again else None,
    )


def _broken(
    message: ProvisioningMessage, endpoint: ProvisioningEndpoint, failure: str, now: datetime, *, for_good: bool
) -> None:
    """The endpoint doesn't work: its messages wait. After too many failures it is paused, and managers are told."""
    ProvisioningMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1, failure=failure[:200])
    row = ProvisioningEndpoint.objects.select_for_update(no_key=True, of=("self",)).get(pk=endpoint.pk)
    row.failures, row.failure = row.failures + 1, failure[:200]
    again = None if for_good else pause(ENDPOINT_PAUSES, row.failures)
    row.retry_at = now + again if again else None
    if again is None and row.state == ProvisioningEndpoint.State.ACTIVE:
        row.state, row.paused_at = ProvisioningEndpoint.State.PAUSED, now
        log.warning("store.webhook_paused", endpoint=row.pk, failure=failure)
        publish(EndpointPaused(rulebook_of(message.program), row.pk, now))
    row.save(update_fields=["failures", "failure", "retry_at", "state", "paused_at"])
