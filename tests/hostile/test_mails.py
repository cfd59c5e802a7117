"""Text that people type stays text in emails: no markup, template code or headers.

Every email and notice template is rendered with hostile text for each variable.
"""

from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from common.letters import Letter, mail_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# HTML, Django template tags, and a newline that could start a header. 7 and 1330 add up to 1337.
TEXT = "<script>zq()</script>\r\nBcc: x@evil.example {{ 7|add:1330 }}{% now 'Y' %}"
BODIES = sorted(
    str(path.relative_to(TEMPLATES))
    for folder in ("notices", "account/email", "mfa/email")
    for path in (TEMPLATES / folder).glob("*.txt")
)


COUNTED = ("points", "days", "number", "asked", "claims", "unread", "more", "percent")  # numbers


class Hostile(str):
    """A text whose every attribute and item is the same text; as a list it has one item."""

    def __new__(cls) -> "Hostile":
        return super().__new__(cls, TEXT)

    def __getitem__(self, key: Any) -> Any:
        return 2 if key in COUNTED else Hostile()

    def __iter__(self) -> Any:
        yield str(self)


class Facts(dict):
    """Template context: hostile text under every name, except under those of numbers."""

    def __contains__(self, key: object) -> bool:
        return key not in ("forloop", "block")

    def __getitem__(self, key: Any) -> Any:
        return 2 if key in COUNTED else Hostile()


def mail(template: str) -> Any:
    """An email whose text and subject a template renders from hostile values."""
    said = render_to_string(template, Facts())
    letter = Letter(subject=said, text=said, program=TEXT, sender=[TEXT])
    return said, mail_of(letter, to="bob@beta.example")


def test_there_are_templates_to_check():
    assert len(BODIES) > 50


@pytest.mark.parametrize("template", BODIES)
def test_no_email_runs_what_somebody_typed(template):
    said, message = mail(template)
    sent, html = message.message(), message.alternatives[0][0]
    assert "1337" not in said
    assert "<script" not in html.lower()
    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert sent["Bcc"] is None
    assert message.recipients() == ["bob@beta.example"]


def test_most_emails_contain_what_was_typed():
    """Makes sure that the hostile text reaches the emails."""
    shown = [template for template in BODIES if "zq()" in mail(template)[0]]
    assert len(shown) > 30, shown


def test_control_unescaped_markup_is_found(monkeypatch):
    monkeypatch.setattr("common.letters.clean_line", mark_safe)
    letter = Letter(subject="x", text="x", program="x", sender=[TEXT])
    assert "<script" in letter.as_html()
