"""Taking an exclusive file lock with a time limit."""

import fcntl
import time


def take(lock: int, *, patience: float) -> bool:
    """Take the exclusive lock on an open file, trying for `patience` seconds.

    Other processes may hold it briefly, to check whether a keeper is running.
    """
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.01)
        else:
            return True
