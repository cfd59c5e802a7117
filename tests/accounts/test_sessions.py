"""Stored sessions are encrypted, so that no code and no secret can be read from their table."""

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.backends.db import SessionStore as Readable
from django.contrib.sessions.models import Session

from accounts.encrypted import reencrypt_sessions
from accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(kind, **values):
    session = kind()
    session.update(values)
    session.save()
    return session.session_key


def stored(key) -> str:
    return Session.objects.get(pk=key).session_data


def test_what_a_session_holds_cannot_be_read_without_the_key():
    secret = {"code": "4F7KQ2"}
    key = kept(SessionStore, **secret)
    assert SessionStore(key)["code"] == "4F7KQ2"
    assert Readable().decode(stored(key)) == {}
    assert Readable().decode(stored(kept(Readable, **secret))) == secret  # the control


def test_the_code_of_a_sign_up_is_not_in_the_table(visit, mailoutbox):
    password = "correct horse battery"
    form = {"name": "Nina", "email": "nina@a.example", "password1": password, "password2": password}
    client = visit()
    assert client.post("/account/signup/", form).status_code == 302
    assert "code" in str(dict(client.session.items()))
    (row,) = Session.objects.all()
    assert Readable().decode(row.session_data) == {}


def test_a_session_from_before_encryption_stays_signed_in():
    key = kept(Readable, who="Alice")
    assert SessionStore(key)["who"] == "Alice"
    assert reencrypt_sessions() == 1
    assert SessionStore(key)["who"] == "Alice"
    assert Readable().decode(stored(key)) == {}


def test_sessions_change_their_key_with_the_rest_and_without_a_key_are_empty(settings):
    old, new = list(settings.ENCRYPTION_KEYS), Fernet.generate_key().decode()
    key = kept(SessionStore, who="Alice")
    settings.ENCRYPTION_KEYS = [new, *old]
    assert reencrypt_sessions() == 1
    settings.ENCRYPTION_KEYS = [new]
    assert SessionStore(key)["who"] == "Alice"
    settings.ENCRYPTION_KEYS = old
    assert dict(SessionStore(key).items()) == {}
    assert reencrypt_sessions() == 0
