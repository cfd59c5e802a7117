"""A post whose mail outlives the process that sent it."""

import os
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class Letterbox(BaseEmailBackend):
    """Appends a line for each mail, its Message-ID and its address, to a file, on disk before it returns."""

    def __init__(self, *, path: Path) -> None:
        super().__init__()
        self.path = path

    def send_messages(self, messages) -> int:
        with self.path.open("a", encoding="utf-8") as file:
            for message in messages:
                file.write(f"{message.message()['Message-ID']} {message.to[0]}\n")
            file.flush()
            os.fsync(file.fileno())
        return len(messages)

    def lines(self) -> list[str]:
        """What was sent so far."""
        return self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
