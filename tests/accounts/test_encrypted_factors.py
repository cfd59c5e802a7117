"""Second factors are stored encrypted, and change their key with `manage.py rotate-keys`."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.operations import renew_recovery_codes
from common.actor import Actor
from common.encryption import decrypt, is_encrypted
from tests.cast import TOTP_SECRET

pytestmark = pytest.mark.django_db
migration = import_module("accounts.migrations.0004_encrypt_factors")


@pytest.fixture
def codes(charlie):
    return renew_recovery_codes(actor=Actor.system(None), user=charlie)


def stored():
    """Return every secret as the table has it."""
    rows = Authenticator.objects.filter(type__in=["totp", "recovery_codes"]).order_by("type")
    return [row.data.get("secret") or row.data["seed"] for row in rows]


def works(user, codes):
    """Whether the app and the recovery codes are accepted."""
    app = TOTP(Authenticator.objects.get(user=user, type="totp"))
    code = format_hotp_value(hotp_value(TOTP_SECRET, next(yield_hotp_counters_from_time())))
    spare = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes"))
    return app.validate_code(code) and spare.get_unused_codes() == codes


def test_no_secret_is_readable_in_the_table(charlie, codes):
    seed, secret = stored()
    assert is_encrypted(seed)
    assert is_encrypted(secret)
    assert decrypt(secret) == TOTP_SECRET
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        table = cursor.fetchone()[0]
    assert not [text for text in (TOTP_SECRET, decrypt(seed), *codes) if text in table]
    assert works(charlie, codes)


def test_rotating_moves_everything_to_the_first_key(charlie, codes, settings, capsys):
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, old]
    call_command("rotate-keys")
    assert "second factors: 2 encrypted with the first key" in capsys.readouterr().out
    settings.ENCRYPTION_KEYS = [new]
    assert works(charlie, codes)
    settings.ENCRYPTION_KEYS = [old]
    with pytest.raises(CommandError, match="None of ENCRYPTION_KEYS decrypts all the second factors"):
        call_command("rotate-keys")


class Editor:
    connection = connection


def test_what_was_stored_before_is_encrypted_by_the_migration(charlie, codes):
    migration.decrypt_factors(apps, Editor)
    seed, secret = stored()
    assert secret == TOTP_SECRET
    assert not is_encrypted(seed)
    migration.encrypt_factors(apps, Editor)
    assert all(map(is_encrypted, stored()))
    assert works(charlie, codes)
