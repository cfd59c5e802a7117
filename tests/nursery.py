"""A process whose children are killed: it starts Django once, and forks a child for each kill."""

import os
import signal
import subprocess
import sys

from django.conf import settings
from django.db import connections

from tests.samples import tally


class Nursery:
    """Runs a module like tests/store/doomed.py on the test database."""

    def __init__(self, module: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, connections["default"].settings_dict["NAME"]],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "ready\n"

    def kill_at(self, point: str, *what: object) -> None:
        """Start a child, wait until it reaches the point, and kill it."""
        self.process.stdin.write("|".join([point, *map(str, what)]) + "\n")
        self.process.stdin.flush()
        said, _space, pid = self.process.stdout.readline().strip().partition(" ")
        assert said == "here", (point, said)
        os.kill(int(pid), signal.SIGKILL)
        tally("kills")

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=10)
