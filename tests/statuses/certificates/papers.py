"""Certificates for tests, and readers for their PDFs (poppler and pypdf)."""

import re
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from statuses.certificates.document import Facts

SERIAL = "7KQ0-9D2M-XW4T-B6PC"
CHECK_URL = f"https://partners.example.com/certificates/{SERIAL}/"


def paper(**changes) -> Facts:
    """The facts of an ordinary certificate, with changes."""
    ordinary = {
        "holder": "Northwind Integrations",
        "level_name": "Gold",
        "program_name": "Example Partner Program",
        "issued_on": date(2026, 3, 10),
        "valid_until": date(2027, 3, 9),
        "serial": SERIAL,
        "check_url": CHECK_URL,
        "clause": "EX-12",
    }
    return Facts(**(ordinary | changes))


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text of the document, with whitespace collapsed."""
    return " ".join(_poppler("pdftotext", pdf, "-").split())


def fonts_of(pdf: bytes) -> list[tuple[str, bool, bool]]:
    """Name, embedded, subset of each font of the document."""
    rows = _poppler("pdffonts", pdf).splitlines()[2:]
    found = [re.match(r"(\S+)\s.*?(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", row) for row in rows]
    return [(match[1], match[2] == "yes", match[3] == "yes") for match in found if match]


def verdict_of(pdf: bytes, folder: Path) -> str:
    """Poppler's result for the document's signature."""
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    run = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, cwd=folder)
    return run.stdout + run.stderr


def picture_of(pdf: bytes, dots_per_inch: int) -> tuple[int, int, bytes]:
    """The first page in grayscale: width, height, one byte per pixel."""
    command = ["pdftoppm", "-gray", "-r", str(dots_per_inch), "-f", "1", "-l", "1", "-"]
    made = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    _magic, size, _depth, dots = made.split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, dots


def _poppler(tool: str, pdf: bytes, *rest: str) -> str:
    return subprocess.run([tool, "-", *rest], input=pdf, capture_output=True, check=True).stdout.decode()
