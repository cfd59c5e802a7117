"""Whatever somebody typed is text in every mail, too: no markup, no template, no header of its own.

Every template of a mail and a notice is filled with hostile text wherever it shows something.
"""

from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from common.letters import Letter, mail_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Markup, Django's template marks, and a line's end that would begin a header: 7 and 1330 are 1337.
TEXT = "<script>zq()</script>\r\nBcc: x@evil.example {{ 7|add:1330 }}{% now 'Y' %}"
BODIES = sorted(
    str(path.relative_to(TEMPLATES))
    for folder in ("notices", "account/email", "mfa/email")
    for path in (TEMPLATES / folder).glob("*.txt")
)


COUNTED = ("points", "days", "number", "asked", "claims", "unread", "more")  # numbers that decide about a plural


class Hostile(str):
    """The text, and whatever is asked of it is the text again; a list of it holds it once."""

    def __new__(cls) -> "Hostile":
        return super().__new__(cls, TEXT)

    def __getitem__(self, key: Any) -> Any:
        return 2 if key in COUNTED else Hostile()

    def __iter__(self) -> Any:
        yield str(self)


class Facts(dict):
    """What a template is given: hostile under every name, save the numbers that decide about a plural."""

    def __contains__(self, key: object) -> bool:
        return key not in ("forloop", "block")

    def __getitem__(self, key: Any) -> Any:
        return 2 if key in COUNTED else Hostile()


def mail(template: str) -> Any:
    """A mail whose text and subject are what the template makes of hostile facts."""
    said = render_to_string(template, Facts())
    letter = Letter(subject=said, text=said, program=TEXT, sender=[TEXT])
    return said, mail_of(letter, to="bob@beta.example")


def test_there_are_mails_to_look_at():
    assert len(BODIES) > 50


@pytest.mark.parametrize("template", BODIES)
def test_no_mail_runs_what_somebody_typed(template):
    said, message = mail(template)
    sent, html = message.message(), message.alternatives[0][0]
    assert "1337" not in said
    assert "<script" not in html.lower()
    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert sent["Bcc"] is None
    assert message.recipients() == ["bob@beta.example"]


def test_most_mails_show_what_was_typed():
    """The guard of the guard: the hostile text does reach them."""
    shown = [template for template in BODIES if "zq()" in mail(template)[0]]
    assert len(shown) > 30, shown


def test_control_markup_that_is_not_escaped_is_found(monkeypatch):
    monkeypatch.setattr("common.letters.clean_line", mark_safe)
    letter = Letter(subject="x", text="x", program="x", sender=[TEXT])
    assert "<script" in letter.as_html()
