"""Encrypting stored secrets, and changing the keys."""

import pytest
from cryptography.fernet import Fernet

from common.encryption import InvalidToken, decrypt, encrypt, is_encrypted, reencrypt

SECRET = "JBSWY3DPEHPK3PXP ü"


@pytest.fixture
def keys(settings):
    """Set the keys by their names: every name has its key."""
    made = {}

    def use(*names):
        settings.ENCRYPTION_KEYS = [made.setdefault(name, Fernet.generate_key().decode()) for name in names]

    return use


def test_a_secret_comes_back_and_is_not_readable():
    token = encrypt(SECRET)
    assert decrypt(token) == SECRET
    assert SECRET[:8] not in token
    assert encrypt(SECRET) != token


def test_the_first_key_encrypts_and_every_key_decrypts(keys):
    keys("old")
    token = encrypt(SECRET)
    keys("new", "old")
    assert decrypt(token) == SECRET
    newer = reencrypt(token)
    keys("new")
    assert decrypt(newer) == SECRET
    with pytest.raises(InvalidToken):
        decrypt(token)


def test_a_changed_token_is_refused():
    token = encrypt(SECRET)
    other = "B" if token[60] != "B" else "C"
    with pytest.raises(InvalidToken):
        decrypt(token[:60] + other + token[61:])
    with pytest.raises(InvalidToken):
        decrypt("not a token")


@pytest.mark.parametrize("text", ["", "JBSWY3DPEHPK3PXP", "gAAAA", "https://partners.example.com/invitations/gAAAA"])
def test_a_plain_text_is_told_from_a_token(text):
    assert not is_encrypted(text)
    assert is_encrypted(encrypt(text))
