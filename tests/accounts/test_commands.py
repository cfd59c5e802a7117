"""Django's commands for people work although nobody but the system may write people's flags."""

import pytest
from django.core.management import call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_first_superuser_is_made_by_a_command():
    call_command("createsuperuser", email="root@example.com", interactive=False, verbosity=0)
    assert User.objects.get(email="root@example.com").is_superuser


def test_a_password_is_changed_by_a_command(alice, monkeypatch):
    typed = "correct horse battery staple"
    monkeypatch.setattr("getpass.getpass", lambda prompt="": typed)
    call_command("changepassword", alice.email)
    alice.refresh_from_db()
    assert alice.check_password(typed)
