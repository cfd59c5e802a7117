"""The admin theme's style sheet with sides that follow the reading direction: it is written for left to right alone."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import AppDirectoriesFinder

from web.made_styles import MadeStyleFinder, keep

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


class ThemeFinder(MadeStyleFinder):
    """Finds the theme's style sheet before the finder of the apps does: the first one found is served."""

    path = THEME

    def folder(self) -> Path:
        """Another release of the theme gets another folder."""
        return _made()


@cache
def _made() -> Path:
    return keep(THEME, mirrored(Path(str(AppDirectoriesFinder().find(THEME))).read_text(encoding="utf-8")))
