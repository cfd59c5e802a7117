"""Renders a certificate as a tagged A4 PDF with embedded fonts (B24-12.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil
from threading import Lock
from typing import Any
from unicodedata import bidirectional, east_asian_width

import segno
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from statuses.certificates.panel import panel
from statuses.certificates.phrases import direction, phrases, spoken, written
from web import fonts

DEFAULT_COLOUR = "#17375e"

# Size in points of the boxes that names are fitted into (templates/statuses/certificates/certificate.css).
_WIDTH, _NAME_HEIGHT, _LEVEL_HEIGHT = 530, 96, 54
_NAME_SIZES = (40, 37, 34, 31, 28, 25, 22, 19, 16, 13)
_LEVEL_SIZES = (30, 27, 24, 21, 18, 15, 12)
_FINE_ON_ONE_LINE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The content of a certificate. `valid_until` is the last day on which it is valid.

    `track_name` is empty for the program's main status; `colour` is a CSS colour such as "#17375e".
    """

    holder: str
    level_name: str
    program_name: str
    issued_on: date
    valid_until: date
    serial: str
    check_url: str
    language: str = "en"
    track_name: str = ""
    clause: str = ""
    colour: str = DEFAULT_COLOUR


def render(facts: Facts) -> bytes:
    """The unsigned PDF; the same facts give the same bytes.

    Raises `fonts.UnableToPrint` when a name is in a script that no installed font can draw.
    """
    fonts.require_for("".join((facts.holder, facts.level_name, facts.program_name, facts.track_name)))
    right = direction(spoken(facts.language)) == "rtl"
    return _printer()(_html(facts), panel(facts.serial, facts.colour, right=right), facts.serial)


def _html(facts: Facts) -> str:
    language = spoken(facts.language)
    words = phrases(language)
    return render_to_string(
        "statuses/certificates/certificate.html",
        {
            "facts": facts,
            "language": language,
            "direction": direction(language),
            "words": words,
            "label": words["track"].format(track=facts.track_name) if facts.track_name else words["status"],
            "clause": words["clause"].format(clause=facts.clause) if facts.clause else "",
            "issued": written(facts.issued_on, language),
            "valid": written(facts.valid_until, language),
            "holder_direction": _reads(facts.holder),
            "holder_size": _fit(facts.holder, _NAME_SIZES, _NAME_HEIGHT),
            "level_direction": _reads(facts.level_name),
            "level_size": _fit(facts.level_name, _LEVEL_SIZES, _LEVEL_HEIGHT),
            "qr": _qr(facts.check_url, words["qr"].format(url=facts.check_url)),
        },
    )


@cache
def _printer() -> Callable[[str, bytes, str], bytes]:
    """The renderer, created once per process.

    WeasyPrint is imported here because the import takes most of a second. All pages share one font configuration and
    one parsed style sheet, because each new configuration leaks memory. Pango isn't thread-safe, hence the lock.
    """
    from pydyf import Array, Stream
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    nowhere = URLFetcher(allowed_protocols=())  # a certificate needs no external files, so fetching is disabled
    configuration = FontConfiguration()
    sheet = CSS(
        string=render_to_string("statuses/certificates/certificate.css"), font_config=configuration, url_fetcher=nowhere
    )
    one_at_a_time = Lock()

    def print_page(html: str, under: bytes, identifier: str) -> bytes:
        """Render `html` as a page on top of the content stream `under`."""

        def lay_under(_document: Any, pdf: Any) -> None:
            stream = Stream([under], compress=True)
            pdf.add_object(stream)
            for page in pdf.objects:
                if isinstance(page, dict) and page.get("Type") == "/Page":
                    page["Contents"] = Array([stream.reference, page["Contents"]])

        options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier.encode()}
        with one_at_a_time, fonts.no_empty_boxes():
            page = HTML(string=html, url_fetcher=nowhere)
            return page.write_pdf(finisher=lay_under, font_config=configuration, stylesheets=[sheet], **options)

    return print_page


def _qr(url: str, title: str) -> str:
    code = segno.make(url, error="m", micro=False)
    # segno escapes the title, and the URL is ours.
    return mark_safe(code.svg_inline(border=0, scale=4, dark="#1b1b1b", title=title, omitsize=True))  # noqa: S308


def _fit(text: str, sizes: tuple[int, ...], height: int) -> int:
    """The best font size in points for a name in its box: on one line if that is large enough.

    Otherwise the largest size at which all lines fit, or the smallest size when none does.
    """
    ems = sum(_em(character) for character in text)
    for size in sizes:
        if size >= _FINE_ON_ONE_LINE and ems * size <= _WIDTH:
            return size
    for size in sizes:
        if ceil(ems * size * 1.1 / _WIDTH) * size * 1.2 <= height:
            return size
    return sizes[-1]


def _em(character: str) -> float:
    """The maximum width of a character in em: accurate enough to choose a size, not to typeset."""
    if east_asian_width(character) in "WF":
        return 1.0
    return 0.72 if character.isupper() else 0.53


def _reads(text: str) -> str:
    """The text direction of the first letter that has one."""
    for character in text:
        if (kind := bidirectional(character)) in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"
