"""Style sheets that are made from others when they are first looked for."""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class MadeStyleFinder(BaseFinder):
    """Finds one style sheet. A subclass gives its ``path`` and ``folder()``, where `keep` put it."""

    path = ""

    def folder(self) -> Path:
        """The folder below which the style sheet has its path."""
        return Path(settings.VAR)

    def check(self, **_options: Any) -> list[Any]:
        """Find nothing to complain about."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """The path of the style sheet, or an empty list for any other path."""
        if path != self.path:
            return []
        made = str(self.folder() / path)
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The style sheet, for `collectstatic`."""
        yield self.path, FileSystemStorage(location=self.folder())


def keep(path: str, text: str) -> Path:
    """Write the style sheet unless it is there, and return its folder: another text has another one."""
    folder = Path(settings.VAR) / "styles" / sha256(text.encode()).hexdigest()[:12]
    made = folder / path
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        unfinished = made.with_suffix(f".{os.getpid()}")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(made)
    return folder
