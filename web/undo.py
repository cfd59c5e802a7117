"""Undo for ten seconds: an act that is neither irreversible nor costly is done at once, and its message offers Undo.

An app registers in its `undo.py` how each such act is taken back (`add_inverse`), with an operation of its own that
asks for the permission and checks that it still can be. A view says what it did with `offer_undo` instead of
`messages.success`. The message holds a signed token, so that nothing is stored, and its button works without
JavaScript; style sheets hide it after `SHOWN`. docs/acts.md lists every act and its rule.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest

from common.caching import quick, unless_away

SHOWN, ACCEPTED = 10, 20
"""Seconds for which the button is shown, and for which it works: the page takes time to load, and to be sent."""
TAG = "undo:"
_SALT = "echelon.undo"
Inverse = Callable[..., object]

_registered: dict[str, Inverse] = {}


@dataclass(frozen=True, slots=True)
class Done:
    """An act that can be undone: its inverse, what it takes, and the page to return to."""

    inverse: Inverse
    given: Mapping[str, Any]
    back: str


def add_inverse(code: str, inverse: Inverse) -> None:
    """Register how an act is taken back: ``inverse(request, **given)``, which may raise Refused.

    Raises ValueError for a code that is taken.
    """
    if code in _registered:
        raise ValueError(f"{code} is registered twice.")
    _registered[code] = inverse


def offer_undo(request: HttpRequest, said: str, code: str, *, back: str, **given: Any) -> None:
    """Show a message about what was done with a button that takes it back; ``given`` is text and numbers.

    The message is shown once, to this person only; ``back`` is the address of the page that Undo returns to.
    """
    assert code in _registered, f"no app says how to undo {code}"
    token = signing.dumps([code, given, back, _owner(request)], salt=_SALT, compress=True)
    messages.success(request, said, extra_tags=f"{TAG}{token}")


def token_of(tags: str) -> str:
    """The token in a message's tags; empty for a message without Undo."""
    return next((tag.removeprefix(TAG) for tag in tags.split() if tag.startswith(TAG)), "")


def asked_to_undo(request: HttpRequest) -> Done | None:
    """The act to take back; None if it is another person's, too long ago, or was taken back before."""
    token = request.POST.get("undo", "")
    try:
        code, given, back, owner = signing.loads(token, salt=_SALT, max_age=ACCEPTED)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    once = f"undo:{sha256(token.encode()).hexdigest()}"
    if owner != _owner(request) or code not in _registered:
        return None
    if not unless_away(lambda: quick().add(once, 1, 2 * ACCEPTED), otherwise=True):
        return None
    return Done(_registered[code], given, back)


def _owner(request: Any) -> list[Any]:
    return [request.actor.program_id, request.actor.user_id, request.actor.partner_id]
