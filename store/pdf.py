"""Prints A4 documents of the store as PDF/A-3, with a file inside where one is given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any

from django.template.loader import render_to_string

from web import fonts


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A file inside the PDF, and the XMP metadata that tell of it."""

    name: str
    content: bytes
    relationship: str
    metadata: bytes
    at: datetime


def print_a4(html: str, *, text: str, identifier: str, embedded: Embedded | None = None) -> bytes:
    """The document as PDF/A-3. Raises ``fonts.UnableToPrint`` when no font can draw a character of ``text``."""
    fonts.require_for(text)
    return _printer()(html, identifier, embedded)


@contextmanager
def _profile_closed() -> Iterator[None]:
    """Close the colour profile that WeasyPrint opens for each PDF/A and leaves open."""
    from weasyprint import pdf

    opened: list[Any] = []
    known = pdf.ColorProfile

    def remember(file: Any, *rest: Any) -> Any:
        opened.append(file)
        return known(file, *rest)

    pdf.ColorProfile = remember
    try:
        yield
    finally:
        pdf.ColorProfile = known
        for file in opened:
            file.close()


@cache
def _printer() -> Callable[[str, str, Embedded | None], bytes]:
    """The PDF engine, made once per process, as for certificates. It fetches nothing from anywhere."""
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    nowhere = URLFetcher(allowed_protocols=())
    configuration = FontConfiguration()
    sheet = CSS(string=render_to_string("store/document.css"), font_config=configuration, url_fetcher=nowhere)
    one_at_a_time = Lock()

    def print_pages(html: str, identifier: str, embedded: Embedded | None) -> bytes:
        options: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_identifier": identifier.encode()}
        if embedded is not None:
            file = Attachment(
                string=embedded.content,
                name=embedded.name,
                created=embedded.at,
                modified=embedded.at,
                relationship=embedded.relationship,
            )
            options |= {"attachments": [file], "xmp_metadata": [BytesIO(embedded.metadata)]}
        with one_at_a_time, fonts.no_empty_boxes(), _profile_closed():
            page = HTML(string=html, url_fetcher=nowhere)
            return page.write_pdf(font_config=configuration, stylesheets=[sheet], **options)  # type: ignore[no-any-return]

    return print_pages
