"""Which Redis is started: the wheel's, else one on the PATH, else a message that says what to install."""

import importlib.util
import shutil

import pytest

from config.embedded import broker, places


@pytest.fixture
def found(monkeypatch):
    """A machine whose wheel and PATH hold what one says."""

    def machine(*, wheel=None, path=()):
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: wheel)
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in path else None)
        return broker._program()

    return machine


def test_one_on_the_path_is_taken_where_there_is_no_wheel(found):
    assert found(path=["redis-server", "valkey-server"]).name == "redis-server"
    assert found(path=["valkey-server"]).name == "valkey-server"


def test_without_any_the_message_says_what_to_install(found):
    with pytest.raises(places.UnableToStart) as stopped:
        found()
    said = str(stopped.value)
    for way in ("apt-get install redis-server", "dnf install valkey", "brew install redis", "REDIS_URL"):
        assert way in said
