"""After any kill, the next process finds working servers and all acknowledged data."""

import os
import signal
import subprocess
import sys

import pytest

from tests.ground.users import Ground, eventually, ground
from tests.samples import sample

_WRITE = """
import psycopg, redis
found = embedded.database(owner=True)
connection = psycopg.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"], autocommit=True)
connection.execute("DROP TABLE IF EXISTS kept")
connection.execute("CREATE TABLE kept (number int)")
broker = redis.Redis.from_url(embedded.redis_url())
broker.delete("kept")
for number in range(100):
    connection.execute("INSERT INTO kept VALUES (%s)", [number])
    broker.rpush("kept", number)
"""
_COUNT_TASKS = "import redis; print(redis.Redis.from_url(embedded.redis_url()).llen('kept'))"


@pytest.fixture(scope="module")
def shared():
    """One cluster for all of them: making one takes longer than a test."""
    with ground() as made:
        yield made


@pytest.fixture
def here(shared: Ground):
    """The directory; when the test is over, nothing runs in it."""
    yield shared
    shared.crash()
    shared.users.clear()
    assert eventually(lambda: not shared.everything())


@pytest.mark.campaign
@pytest.mark.parametrize("turn", range(sample(1, campaign=10)))
@pytest.mark.parametrize("victim", ["keeper", "postgres", "redis-server"])
def test_after_a_kill_the_next_process_finds_all_acknowledged_data(here, victim, turn):
    here.use()
    here.python(_WRITE)
    here.kill(victim)
    assert eventually(lambda: not here.everything())  # although a user is still there
    assert here.sql("SELECT count(*) FROM kept", owner=True) == "100"
    assert here.python(_COUNT_TASKS) == "100\n"


@pytest.mark.parametrize("victim", ["keeper", "postgres", "redis-server"])
def test_a_process_that_uses_the_servers_can_restart_them(here, victim):
    code = (
        "import sys; from config import embedded; embedded.ensure(); print(embedded.revive(), flush=True);"
        "sys.stdin.readline(); print(embedded.revive(), flush=True); sys.stdin.read()"
    )
    user = here.spawn(code)
    assert user.stdout.readline() == "False\n"
    here.kill(victim)
    assert eventually(lambda: not here.everything())
    user.stdin.write("\n")
    user.stdin.flush()
    assert user.stdout.readline() == "True\n"
    assert [len(here.keepers()), len(here.servers("postgres")), len(here.servers("redis-server"))] == [1, 1, 1]


def test_a_keeper_asked_to_stop_stops_its_servers(here):
    here.use()
    here.keepers()[0].send_signal(signal.SIGTERM)
    assert eventually(lambda: not here.everything())
    assert here.sql("SELECT 1") == "1"


def test_leftover_files_are_harmless(here):
    here.use()
    data, sockets = here.places()
    here.crash()
    assert eventually(lambda: not here.everything())
    for name in ("ready", "start.lock", "keeper.lock", "users.lock"):
        (here.var / name).touch()
    (sockets / "redis.sock").touch()
    (data / "redis/redis.pid").write_text(str(os.getpid()))
    (data / "pg/making-1").mkdir()
    assert here.sql("SELECT 1") == "1"


@pytest.mark.campaign
def test_an_invalid_pid_file_is_harmless(here):
    for content in ("99999999999999999999\n/nowhere\n", "", "not a number")[: sample(1, campaign=3)]:
        here.use()
        data, _sockets = here.places()
        here.crash()
        assert eventually(lambda: not here.everything())
        (data / "pg/cluster/postmaster.pid").write_text(content)
        assert here.sql("SELECT 1") == "1", content


def test_a_reused_pid_is_left_alone(here):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        here.use()
        data, _sockets = here.places()
        here.crash()
        assert eventually(lambda: not here.everything())
        for pid_file in ("pg/cluster/postmaster.pid", "redis/redis.pid"):
            (data / pid_file).write_text(f"{stranger.pid}\n{data / 'pg/cluster'}\n")
        assert here.sql("SELECT 1") == "1"
        assert stranger.poll() is None
        stranger.communicate(b"\n")


def test_a_zombie_in_the_pid_file_is_harmless(here):
    here.use()
    data, _sockets = here.places()
    here.crash()
    assert eventually(lambda: not here.everything())
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)  # ended but not yet reaped
    (data / "pg/cluster/postmaster.pid").write_text(f"{zombie.pid}\n{data / 'pg/cluster'}\n")
    assert here.sql("SELECT 1") == "1"
    zombie.wait()
