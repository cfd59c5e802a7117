"""Processes share one PostgreSQL and one Redis, which start once and stop with the last user."""

import os
import signal

import pytest

from tests.ground.users import eventually, ground
from tests.samples import sample

PROCESSES = sample(6, campaign=24)


def counts(here) -> tuple[int, int, int]:
    return len(here.keepers()), len(here.servers("postgres")), len(here.servers("redis-server"))


@pytest.mark.campaign
def test_many_processes_at_once_start_one_server_of_each_kind():
    with ground() as here:
        users = [here.spawn() for _ in range(PROCESSES)]
        assert [user.stdout.readline() for user in users] == ["up\n"] * PROCESSES
        assert counts(here) == (1, 1, 1)


def test_the_servers_stop_when_the_last_user_leaves_and_not_before():
    with ground() as here:
        first, second = here.use(), here.use()
        first.stdin.close()
        first.wait()
        assert first.stderr.read() == ""  # it parts from the keeper, which goes on, without a warning
        assert here.sql("SELECT 'still here'") == "still here"
        assert counts(here) == (1, 1, 1)
        second.stdin.close()
        assert eventually(lambda: not here.everything())


def test_a_killed_last_user_leaves_nothing_behind():
    with ground() as here:
        here.use()
        here.crash()
        assert eventually(lambda: not here.everything())


def test_a_fork_keeps_the_servers_after_its_parent_was_killed():
    with ground() as here:
        said = here.python(
            "import os, sys, time\n"
            "child = os.fork()\n"
            "if child: print(child); sys.stdout.flush(); os._exit(0)\n"
            "os.close(0); os.close(1); os.close(2); time.sleep(300)"
        )
        assert here.sql("SELECT 1") == "1"
        assert counts(here) == (1, 1, 1)
        os.kill(int(said), signal.SIGKILL)
        assert eventually(lambda: not here.everything())


def test_a_process_that_starts_during_the_shutdown_gets_new_servers():
    with ground() as here:
        for turn in range(4):
            user = here.use()
            assert here.sql(f"SELECT {turn}") == str(turn)
            user.kill()  # the next one arrives during the shutdown


def test_nothing_is_started_if_both_servers_are_configured():
    with ground(DATABASE_URL="postgres://nobody@127.0.0.1:9/none", REDIS_URL="redis://127.0.0.1:9/0") as here:
        here.use()
        assert not here.everything()
        assert not here.var.exists()


def test_one_address_without_the_other_is_a_clear_error():
    with ground(DATABASE_URL="postgres://nobody@127.0.0.1:9/none") as here:
        user = here.spawn()
        assert user.wait(30) == 1
        assert "Set both DATABASE_URL and REDIS_URL, or neither" in user.stderr.read()
        assert not here.var.exists()
