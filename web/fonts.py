"""The fonts a certificate needs: which scripts they must cover, whether they are installed, what to install.

No font is kept in the repository: they come from the system's packages, named in config/system_packages.txt.
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
    """A script, the code points that belong to it, and characters that a font for it must have."""

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
    """The certificate cannot be printed; the message says what to install."""


@cache
def missing() -> tuple[str, ...]:
    """Names of the scripts that no installed font covers; all of them when fontconfig is not installed."""
    return tuple(script.name for script in SCRIPTS if not _covered(script.probe))


def require_for(text: str) -> None:
    """Raises `UnableToPrint` when `text` uses a script that no installed font covers.

    Better no certificate today than a signed one with empty boxes in place of the company's name.
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
