"""Second factors and sessions are stored encrypted: which parts, and encrypting them with the newest key."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction

from common.encryption import InvalidToken, add_stored, encrypt, is_encrypted, reencrypt
from common.tenancy import bind_system

# The secret of an authenticator app and the seed of recovery codes. A passkey's data holds a public key only.
PARTS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def renewed(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return a factor's data encrypted with the first key. Raises InvalidToken if no key fits."""
    part = PARTS[Authenticator.Type(kind)]
    text = data[part]
    return {**data, part: reencrypt(text) if is_encrypted(text) else encrypt(text)}


def reencrypt_factors() -> int:
    """Encrypt every stored second factor with the first key; return their number."""
    with bind_system(), transaction.atomic():
        rows = list(Authenticator.objects.filter(type__in=PARTS).select_for_update(no_key=True).order_by("pk"))
        for row in rows:
            row.data = renewed(row.type, row.data)
            row.save(update_fields=["data"])
    return len(rows)


def reencrypt_sessions() -> int:
    """Encrypt every stored session with the first key; return their number. One without its key signs nobody in."""
    done = 0
    for key in list(Session.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Session.objects.select_for_update(no_key=True).filter(pk=key).first()
            if row is None:
                continue
            text = row.session_data
            try:
                row.session_data = reencrypt(text) if is_encrypted(text) else encrypt(text)
            except InvalidToken:
                continue
            row.save(update_fields=["session_data"])
            done += 1
    return done


add_stored("second factors", reencrypt_factors)
add_stored("sessions", reencrypt_sessions)
