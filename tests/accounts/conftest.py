"""Users with passwords, and rate limits that restart with each test."""

import pytest
from django.core.cache import cache

from accounts.models import User

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


@pytest.fixture
def with_password():
    """`with_password(alice)`: the user, who can sign in with PASSWORD."""

    def given(user: User) -> User:
        if not user.has_usable_password():  # setting it again would end open sessions
            user.set_password(PASSWORD)
            user.save()
        return user

    return given
