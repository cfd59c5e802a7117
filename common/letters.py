"""Emails as plain text and as HTML in the portal's design, from one source.

A letter is plain text with a little structure: an empty line separates paragraphs, and lines that begin with "- " form
a list. Nothing in the text becomes a link, a header or markup, whoever wrote it; the only links are those passed beside
the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

SUBJECT_LENGTH = 300
_BULLET = "- "
# Control characters except tab and line feed; marks that change the direction of writing.
_UNPRINTABLE = dict.fromkeys((*range(32), 127, *range(8234, 8239), *range(8294, 8298)))
for _kept in "\t\n":
    del _UNPRINTABLE[ord(_kept)]
_ODD = re.compile(f"[{''.join(map(chr, _UNPRINTABLE))}]")  # most texts have none, and searching is ten times as fast


def has_mail_server() -> bool:
    """Whether emails go to a mail server; otherwise they are only files on this one."""
    return bool(settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"))


def clean(text: str) -> str:
    """Remove characters that databases or emails can't hold, or that disguise the text."""
    text = text.replace("\r\n", "\n")
    return text.translate(_UNPRINTABLE) if _ODD.search(text) else text


def clean_line(text: str) -> str:
    """Return the text as one line, so that a subject can't start another header."""
    return " ".join(clean(text).split())


def safe_address(address: str) -> str:
    """Return the address if it is a plain http or https link with a host, else an empty text."""
    address = clean_line(address)
    parts = urlsplit(address)
    plain = parts.scheme in ("http", "https") and parts.hostname and parts.username is None and " " not in address
    return address if plain and "\\" not in address else ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its text and its address."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a paragraph or of a list."""

    lines: Sequence[str]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The content of an email. ``sender`` is the name and address below it, ``hints`` are the footer.

    ``text`` begins with a capital letter and without a greeting, which is written above it (``greeting_of``).
    """

    subject: str
    text: str
    program: str
    language: str = "en"
    greeting: str = ""
    link: Link | None = None
    sender: Sequence[str] = ()
    hints: Sequence[Link] = field(default_factory=tuple)

    def blocks(self) -> list[Block]:
        """The paragraphs and lists of the text."""
        found: list[Block] = []
        for paragraph in clean(self.text).split("\n\n"):
            lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
            while lines:
                listed = lines[0].startswith(_BULLET)
                run = next((n for n, line in enumerate(lines) if line.startswith(_BULLET) != listed), len(lines))
                found.append(Block([line.removeprefix(_BULLET) if listed else line for line in lines[:run]], listed))
                lines = lines[run:]
        return found

    def as_text(self) -> str:
        """The letter as text/plain."""
        parts = ["\n".join(f"- {line}" if b.listed else line for line in b.lines) for b in self._said()]
        if self.link and safe_address(self.link.address):
            parts.append(f"{clean_line(self.link.words)}:\n{safe_address(self.link.address)}")
        foot = ["-- ", *(clean_line(line) for line in self.sender or [self.program])]
        hints = [f"{hint.words}: {hint.address}" for hint in self._hints()]
        return "\n\n".join([*parts, "\n".join(foot), *(["\n".join(hints)] if hints else [])]) + "\n"

    def as_html(self) -> str:
        """The letter as text/html: escaped, with inline styles, readable in dark mode."""
        link = self.link and Link(clean_line(self.link.words), safe_address(self.link.address))
        shown = {
            "subject": clean_line(self.subject),
            "blocks": self._said(),
            "program": clean_line(self.program),
            "link": link if link and link.address else None,
            "sender": [clean_line(line) for line in self.sender],
            "hints": self._hints(),
            "language": self.language,
            "mirrored": _mirrored(self.language),
        }
        return _inliner().inline(render_to_string("letters/letter.html", shown))

    def _said(self) -> list[Block]:
        """The greeting, if there is one, and the text."""
        return [*([Block([clean_line(self.greeting)])] if self.greeting else []), *self.blocks()]

    def _hints(self) -> list[Link]:
        hints = (Link(clean_line(hint.words), safe_address(hint.address)) for hint in self.hints)
        return [hint for hint in hints if hint.address]


def mail_of(letter: Letter, *, to: str, **options: object) -> EmailMultiAlternatives:
    """Build the email of a letter to one address; ``options`` go to EmailMessage."""
    subject = clean_line(letter.subject)[:SUBJECT_LENGTH]
    message = EmailMultiAlternatives(subject, letter.as_text(), to=[to], **options)  # type: ignore[arg-type]
    message.attach_alternative(letter.as_html(), "text/html")
    return message


def greeting_of(name: str) -> str:
    """How a letter begins: with the reader's name if it is known. What follows begins with a capital letter."""
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def _mirrored(language: str) -> bool:
    """Whether the language is written from right to left; an unknown one is not."""
    try:
        return bool(translation.get_language_info(language)["bidi"])
    except KeyError:
        return False


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    sheet = (settings.BASE_DIR / "templates/letters/letter.css").read_text(encoding="utf-8")
    return css_inline.CSSInliner(extra_css=sheet, keep_at_rules=True, load_remote_stylesheets=False)
