"""Sessions whose content is encrypted: mailed codes and the secret of a new authenticator app wait in it."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends import db

from common.encryption import decrypt, encrypt, is_encrypted


class SessionStore(db.SessionStore):
    """Django's sessions in the database, encrypted with `settings.ENCRYPTION_KEYS`."""

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
