"""Restarts servers that ended, and says what keeps them from running, until they run again."""

import time
from collections.abc import Callable

from config import embedded
from config.embedded import places

_TRY_EVERY = 5.0  # seconds
_EXCUSED_FOR = 60.0  # seconds after the servers came back, in which a part may still end because of them


class Servers:
    """What the demo knows of its servers; its parts can't restart them, because they asked for them at startup."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self.say = say
        self.trouble = ""
        self._next_try = 0.0
        self._excused_until = 0.0

    def look(self) -> None:
        """Restart the servers if they ended. Says once what is wrong, and once that it is over."""
        if time.monotonic() < self._next_try:
            return
        try:
            revived = embedded.revive()
        except (embedded.UnableToStart, OSError) as error:  # OSError: not even a lock or a log can be written
            self._away(places.full_disk() or str(error))
            return
        if full := places.full_disk():
            self._away(full)
        elif revived or self.trouble:
            self.say("PostgreSQL and Redis run again" if self.trouble else _REVIVED)
            self.trouble = ""
            self._excused_until = time.monotonic() + _EXCUSED_FOR

    def were_away(self) -> bool:
        """Return whether a part may have ended because of the servers."""
        return bool(self.trouble) or time.monotonic() < self._excused_until

    def _away(self, why: str) -> None:
        if not self.trouble:
            self.say(f"{why} The portal comes back by itself.")
        self.trouble = why
        self._next_try = time.monotonic() + _TRY_EVERY


_REVIVED = "PostgreSQL or Redis had ended; both run again"
