"""Checks that the fonts a certificate needs are installed.

The repository contains no fonts: they come from system packages, listed in config/system_packages.txt.
"""

import subprocess
from dataclasses import dataclass
from functools import cache

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


def _covered(characters: str) -> bool:
    points = " ".join(f"{ord(character):x}" for character in characters)
    try:
        answer = subprocess.run(
            ["fc-list", f":charset={points}", "family"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return bool(answer.stdout.strip())
