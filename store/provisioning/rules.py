"""How a webhook answered, when it is tried again, and how it is signed. No database."""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from standardwebhooks.webhooks import Webhook

# How long an endpoint is left alone after its first failure in a row, the second, and so on. After the last one it is
# paused, about four hours after it broke.
ENDPOINT_PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120))
# The same for a message that the product refuses while it takes others; after the last one a manager looks at it.
MESSAGE_PAUSES = tuple(timedelta(minutes=m) for m in (1, 15, 120, 720))
OVERLAP = timedelta(days=1)  # in which the secret before the last change still signs
_GONE = 410
# Answers that say something about the endpoint: not there, not allowed in, too slow, too much.
_OF_ENDPOINT = (401, 403, 404, 405, 408, _GONE, 429)


class Answer(Enum):
    """What an answer means."""

    DONE = "done"
    REFUSED = "refused"  # this message
    BROKEN = "broken"  # the endpoint: later perhaps
    GONE = "gone"  # the endpoint, for good


def meaning(status: int) -> Answer:
    """What an HTTP status means (Standard Webhooks: 2xx is success, 410 ends the subscription)."""
    if 200 <= status < 300:
        return Answer.DONE
    if status == _GONE:
        return Answer.GONE
    return Answer.REFUSED if 400 <= status < 500 and status not in _OF_ENDPOINT else Answer.BROKEN


def pause(pauses: Sequence[timedelta], failures: int) -> timedelta | None:
    """How long to wait after so many failures; None when it is enough."""
    return pauses[failures - 1] if failures <= len(pauses) else None


def new_secret() -> str:
    """A signing secret of 256 random bits, in the form of Standard Webhooks."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def body(kind: str, at: datetime, content: Mapping[str, Any]) -> str:
    """The message as it is sent: its type, when it happened, and the data."""
    return json.dumps({"type": kind, "timestamp": at.isoformat(), "data": dict(content)}, separators=(",", ":"))


def signed(message_id: str, text: str, secrets_in_force: Sequence[str], now: datetime) -> dict[str, str]:
    """The headers of a message, with a signature by each secret (Standard Webhooks)."""
    signatures = [Webhook(secret).sign(message_id, now, text) for secret in secrets_in_force]
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
