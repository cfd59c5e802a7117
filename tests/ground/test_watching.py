"""What the demo says and does when its servers end or the disk is full."""

import time

import pytest

from config import embedded
from config.embedded import places
from config.embedded.watching import Servers


@pytest.fixture
def said():
    return []


@pytest.fixture
def servers(said, monkeypatch):
    monkeypatch.setattr("config.embedded.watching._TRY_EVERY", 0)
    monkeypatch.setattr(embedded, "revive", lambda: False)
    return Servers(said.append)


def test_nothing_is_said_while_all_is_well(servers, said):
    servers.look()
    assert said == []
    assert not servers.were_away()


def test_servers_that_ended_are_started_again(servers, said, monkeypatch):
    monkeypatch.setattr(embedded, "revive", lambda: True)
    servers.look()
    assert said == ["PostgreSQL or Redis had ended; both run again"]
    assert servers.were_away()


def test_a_full_disk_is_named_once_and_the_servers_come_back_when_there_is_room(servers, said, monkeypatch):
    def refuse():
        raise embedded.UnableToStart("A server ended while starting; its log says why.")

    with monkeypatch.context() as full:
        full.setattr(places, "ROOM", 2**80)
        full.setattr(embedded, "revive", refuse)
        servers.look()
        servers.look()
        assert len(said) == 1
        assert "is full" in said[0]
        assert "comes back by itself" in said[0]
        assert servers.were_away()
    servers.look()
    assert said[1:] == ["PostgreSQL and Redis run again"]


def test_servers_are_not_tried_without_a_pause(said, monkeypatch):
    tries = []

    def refuse():
        tries.append(time.monotonic())
        raise OSError("No space left on device")

    monkeypatch.setattr(embedded, "revive", refuse)
    servers = Servers(said.append)
    for _ in range(3):
        servers.look()
    assert len(tries) == 1
