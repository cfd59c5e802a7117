"""Checks that the installed fonts can draw the text of a certificate or an agreement.

The repository contains no fonts: they come from system packages, listed in config/system_packages.txt.
"""

import logging
import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import get_ident

from common.text import named

ADVICE = (
    "Install the system's font packages: `make system` does it or prints the command; "
    "config/system_packages.txt lists them."
)


@dataclass(frozen=True, slots=True)
class Script:
    """A script, its code points, and characters that a font for it must have."""

    name: str
    ranges: tuple[tuple[int, int], ...]
    probe: str

    def holds(self, character: str) -> bool:
        """Whether the character belongs to this script."""
        return any(first <= ord(character) <= last for first, last in self.ranges)


# Joiners and variation selectors: the shaping uses them up, so that no font has a glyph for them.
_UNSEEN = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]")

SCRIPTS = (
    Script("Latin", ((0x0020, 0x024F), (0x1E00, 0x1EFF)), "AzßéłőñçŞİ"),
    Script("Greek", ((0x0370, 0x03FF), (0x1F00, 0x1FFF)), "ΑωάΐΣς"),
    Script("Cyrillic", ((0x0400, 0x052F),), "АяёЇқғңӨү"),
    Script("Arabic", ((0x0600, 0x06FF), (0x0750, 0x077F)), "ابءيپگچ"),
    Script("Chinese", ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)), "一公司有限體龙"),
    Script("Japanese", ((0x3040, 0x30FF),), "あんアン"),
    Script("Korean", ((0x1100, 0x11FF), (0xAC00, 0xD7A3)), "가한힣"),
)


class UnableToPrint(Exception):
    """The certificate can't be printed; the message says what to install."""


@cache
def missing() -> tuple[str, ...]:
    """Return the scripts that no installed font covers; all of them if fontconfig is missing."""
    return tuple(script.name for script in SCRIPTS if not _covered(script.probe))


def require_for(text: str) -> None:
    """Raise `UnableToPrint` if `text` uses a script that no installed font covers.

    No certificate is better than a signed one with empty boxes instead of the company's name.
    """
    absent = [script.name for script in SCRIPTS if script.name in missing() and any(map(script.holds, text))]
    if absent:
        raise UnableToPrint(f"No installed font can write {' or '.join(absent)}. {ADVICE}")
    if boxes := unprintable(text):
        raise UnableToPrint(f"No installed font can draw {', '.join(map(named, boxes))}. {ADVICE}")


def unprintable(text: str) -> str:
    """Return the characters of a name that no installed font can draw, each once; emoji count as such.

    Without fontconfig nobody can tell, so nothing is reported here; `require_for` still refuses to print.
    """
    if text.isascii():
        return ""
    starts, ends = _drawn()
    if not starts:
        return ""
    found = (each for each in dict.fromkeys(text) if not (each.isspace() or _UNSEEN.match(each)))
    return "".join(each for each in found if not _inside(ord(each), starts, ends))


def unprintable_name(name: str) -> str:
    """Return what no certificate here can print of a company's name.

    A script for which the operator has not installed the fonts yet is not the company's fault, and left out.
    """
    lacking = [script for script in SCRIPTS if script.name in missing()]
    return "".join(each for each in unprintable(name) if not any(script.holds(each) for script in lacking))


@contextmanager
def no_empty_boxes() -> Iterator[None]:
    """Raise `UnableToPrint` if WeasyPrint drew an empty box in the block, whatever the script of the text.

    It only logs such a box, so this listens to its log in this thread.
    """
    boxes: list[str] = []
    thread, listener = get_ident(), logging.Handler(logging.WARNING)

    def listen(record: logging.LogRecord) -> None:
        if record.thread == thread and ".notdef" in str(record.msg):
            boxes.append(record.getMessage())

    listener.emit = listen  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(listener)
    try:
        yield
    finally:
        logger.removeHandler(listener)
    if boxes:
        raise UnableToPrint(boxes[0])


@cache
def _drawn() -> tuple[list[int], list[int]]:
    """The first and last code points of the ranges that outline fonts draw; empty if fontconfig is missing.

    Colour fonts are left out: a PDF for archives and screen readers can't hold their pictures as text.
    """
    try:
        answer = subprocess.run(
            ["fc-list", ":color=false", "charset"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return [], []
    points = {point for line in answer.stdout.splitlines() for point in line.removeprefix(":charset=").split()}
    pairs = (point.partition("-") for point in points)
    ranges = sorted((int(first, 16), int(last or first, 16)) for first, _dash, last in pairs)
    merged: list[list[int]] = []
    for first, last in ranges:
        if merged and first <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], last)
        else:
            merged.append([first, last])
    return [first for first, _last in merged], [last for _first, last in merged]


def _inside(point: int, starts: list[int], ends: list[int]) -> bool:
    place = bisect_right(starts, point) - 1
    return place >= 0 and point <= ends[place]


def _covered(characters: str) -> bool:
    points = " ".join(f"{ord(character):x}" for character in characters)
    try:
        answer = subprocess.run(
            ["fc-list", f":charset={points}", "family"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return bool(answer.stdout.strip())
