"""Sessions whose content is encrypted: mailed codes and the secret of a new authenticator app wait in it."""

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from common.encryption import decrypt, encrypt, is_encrypted
from common.prepared import Prepared, Slot, columns, made


def _sessions() -> QuerySet[Session]:
    return Session.objects.filter(session_key=Slot("key"), expire_date__gt=Slot("now"))


_SESSION = Prepared(lambda: _sessions().values_list(*columns(Session)))


def session_columns() -> list[Subquery]:
    """The columns of the session ``key`` that is good at ``now``, for a prepared query of something else."""
    return [Subquery(_sessions().values(name)) for name in columns(Session)]


class FoundSessionMiddleware(SessionMiddleware):
    """Django's middleware, with the row of `session_columns` if an earlier middleware found it: `found_session`."""

    def process_request(self, request: HttpRequest) -> None:
        """Set `request.session`; nothing is asked before it is read."""
        super().process_request(request)
        request.session.found = getattr(request, "found_session", None)  # type: ignore[attr-defined]


class SessionStore(db.SessionStore):
    """Django's sessions in the database, encrypted with `settings.ENCRYPTION_KEYS` and read with a prepared query."""

    found: Sequence[Any] | None = None

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the content as it is stored."""
        return encrypt(super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return stored content; sessions from before encryption are read too. Without its key a session is empty."""
        text = session_data if isinstance(session_data, str) else session_data.decode()
        try:
            return super().decode(decrypt(text) if is_encrypted(text) else text)
        except InvalidToken:
            return {}

    def _get_session_from_db(self) -> Session | None:
        found, self.found = self.found, None  # good for the first reading
        if found is not None and found[0] == self.session_key:
            return made(Session, found)
        row = _SESSION.first(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
            return None
        return made(Session, row)
