"""The embedded Redis: from the wheel, or on the PATH, or a message that says what to install."""

import importlib.util
import shutil

import pytest

from config.embedded import broker, places


@pytest.fixture
def found(monkeypatch):
    """A machine with the given wheel and PATH."""

    def machine(*, wheel=None, path=()):
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: wheel)
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in path else None)
        return broker._program()

    return machine


def test_without_the_wheel_a_server_on_the_path_is_used(found):
    assert found(path=["redis-server", "valkey-server"]).name == "redis-server"
    assert found(path=["valkey-server"]).name == "valkey-server"


def test_without_any_server_the_message_says_what_to_install(found):
    with pytest.raises(places.UnableToStart) as stopped:
        found()
    said = str(stopped.value)
    for way in ("apt-get install redis-server", "dnf install valkey", "brew install redis", "REDIS_URL"):
        assert way in said
