"""The admin theme's style sheet with sides that follow the reading direction: it is written for left to right alone."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.storage import FileSystemStorage

THEME = "unfold/css/styles.css"
_SIDES = {"left": "inline-start", "right": "inline-end"}
_CORNERS = {"top-left": "start-start", "top-right": "start-end", "bottom-left": "end-start", "bottom-right": "end-end"}
# A declaration begins after a brace or a semicolon. What stands half way (left: 50%) is moved back by half its own
# width, in both directions of reading alike.
_DECLARED = re.compile(
    r"(?<=[{;])(?:"
    r"(?P<box>margin|padding|border|scroll-margin|scroll-padding)-(?P<side>left|right)(?P<rest>(?:-\w+)?):"
    r"|border-(?P<corner>(?:top|bottom)-(?:left|right))-radius:"
    r"|(?P<place>left|right):(?!50%)"
    r"|(?P<flow>float|clear):(?P<to>left|right)"
    r"|text-align:(?P<words>left|right)"
    r")"
)


def mirrored(styles: str) -> str:
    """Return minified CSS with logical sides: it looks the same from left to right, and mirrored from right to left."""
    return _DECLARED.sub(_logical, styles)


def _logical(found: re.Match[str]) -> str:
    if found["box"]:
        return f"{found['box']}-{_SIDES[found['side']]}{found['rest']}:"
    if found["corner"]:
        return f"border-{_CORNERS[found['corner']]}-radius:"
    if found["place"]:
        return f"inset-{_SIDES[found['place']]}:"
    if found["flow"]:
        return f"{found['flow']}:{_SIDES[found['to']]}"
    return f"text-align:{_SIDES[found['words']].removeprefix('inline-')}"


class ThemeFinder(BaseFinder):
    """Finds the theme's style sheet before the finder of the apps does: the first one found is served."""

    def check(self, **_options: Any) -> list[Any]:
        """Find nothing to complain about."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """The path of the style sheet, or an empty list for any other path."""
        if path != THEME:
            return []
        made = str(_made() / path)
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The style sheet, for `collectstatic`."""
        yield THEME, FileSystemStorage(location=_made())


@cache
def _made() -> Path:
    """The folder of the style sheet; another release of the theme gets another."""
    text = mirrored(Path(str(AppDirectoriesFinder().find(THEME))).read_text(encoding="utf-8"))
    folder = Path(settings.VAR) / "styles" / sha256(text.encode()).hexdigest()[:12]
    made = folder / THEME
    if not made.exists():
        made.parent.mkdir(parents=True, exist_ok=True)
        unfinished = made.with_suffix(f".{os.getpid()}")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(made)
    return folder
