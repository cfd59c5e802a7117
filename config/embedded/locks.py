"""The exclusive side of the locks that keep the books."""

import fcntl
import time


def take(lock: int, *, patience: float) -> bool:
    """Take the exclusive lock on an open file, trying for `patience` seconds.

    Patience outlasts those who hold it for a moment only, to see whether a keeper does.
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
