"""The keeper: a detached process that is the parent of both servers as long as any process uses them.

Every user holds a *shared* lock on `users.lock`; the keeper waits for the *exclusive* one. The kernel grants it when
the last user is gone, whether that one exited, crashed or was killed. The servers have a parent-death signal, so they
end with a killed keeper. It relies on no pid file and no counter.
"""

import os
import signal
import sys
import time
from typing import IO

from config.embedded import locks, places
from config.embedded.broker import Redis
from config.embedded.postgres import Postgres

_LOOK_EVERY = 0.25  # seconds
_START_WITHIN = 60.0  # seconds


def keep() -> int:
    """Run the servers until the last user is gone; return exit code 1 if they couldn't run."""
    lock = (places.VAR / "keeper.lock").open("a")
    if not locks.take(lock.fileno(), patience=2):
        return 0  # another keeper is running
    users = os.open(places.VAR / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    asked_to_stop: list[int] = []
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal must not stop the database before its users
    signal.signal(signal.SIGTERM, lambda number, _frame: asked_to_stop.append(number))
    durable = os.environ.get("ECHELON_ENV") != "test"
    ready = places.VAR / "ready"
    begun = time.monotonic()

    who = places.account()
    places.prepare(who)
    postgres, redis = Postgres(who), Redis(who)
    with _log("pg.log") as pg_log, _log("redis.log") as redis_log:
        try:
            postgres.start(pg_log, durable=durable)
            redis.start(redis_log, durable=durable)
            _wait_until_both_answer(postgres, redis)
            postgres.establish(pg_log)
            ready.touch()
            _say(f"ready after {time.monotonic() - begun:.2f} s")
            while not (asked_to_stop or _ended(postgres, redis) or _last_user_is_gone(users)):
                time.sleep(_LOOK_EVERY)
        finally:
            ready.unlink(missing_ok=True)
            redis.stop()
            postgres.stop()
    _say("stopped")
    return 0


def _wait_until_both_answer(postgres: Postgres, redis: Redis) -> None:
    end = time.monotonic() + _START_WITHIN
    while not (redis.answers() and postgres.answers()):
        if _ended(postgres, redis):
            raise places.UnableToStart("A server ended while starting; its log says why.")
        if time.monotonic() > end:
            raise places.UnableToStart(f"The servers did not answer within {_START_WITHIN:.0f} s.")
        time.sleep(0.02)


def _ended(postgres: Postgres, redis: Redis) -> bool:
    return any(server.process is None or server.process.poll() is not None for server in (postgres, redis))


def _last_user_is_gone(users: int) -> bool:
    """Return whether the keeper got the exclusive lock; new users then wait until it has stopped its servers."""
    return locks.take(users, patience=0)


def _log(name: str) -> IO[bytes]:
    return (places.VAR / name).open("ab")


def _say(words: str) -> None:
    print(f"keeper {os.getpid()}: {words}", flush=True)


if __name__ == "__main__":
    try:
        code = keep()
    except places.UnableToStart as error:
        (places.VAR / "refusal").write_text(str(error))
        _say(str(error))
        code = 1
    sys.exit(code)
