"""An email backend whose messages survive the process that sent them."""

import os
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class Letterbox(BaseEmailBackend):
    """Appends the Message-ID and address of each email to a file, and syncs the file before it returns."""

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
        """The emails sent so far."""
        return self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
