"""Uploaded files as they are sent back: always as attachments that no browser runs."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(*, name: str, content_type: str, content: bytes) -> HttpResponse:
    """Return the file as a response; the browser saves it under its name."""
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
