"""Sessions whose content is encrypted: mailed codes and the secret of a new authenticator app wait in it."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from common.encryption import decrypt, encrypt, is_encrypted
from common.prepared import Prepared, Slot, columns, made

_SESSION = Prepared(
    lambda: Session.objects.filter(session_key=Slot("key"), expire_date__gt=Slot("now")).values_list(*columns(Session))
)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, encrypted with `settings.ENCRYPTION_KEYS` and read with a prepared query."""

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
        row = _SESSION.first(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
            return None
        return made(Session, row)
