"""Phrases that no page, email or error may use, each with what to write instead (docs/words.md)."""

import re
from collections.abc import Iterator

from tests.words.catalogues import texts

# Looked for in every English text that is translated, whatever its case.
REFUSED = {
    r"\bany more\b": "anymore, or: no longer",
    r"\be-mail\b": "email",
    r"\bcannot\b": "can't",
    r"\b(does|do|is|was|has|have) not\b": "the short form: doesn't, isn't",
    r"\bfor a (while|time)\b": "until when, or nothing",
    r"\bfor its sake\b|\bin question\b": "because of; at risk",
    r"\bhand(ed|ing it|s)? in\b": "submit",
    r"\b(is|are) told\b": "we notify, we tell",
    r"\blook(ed|s)? at\b": "check, review",
    r"\bno more\b(?! results| partners)": "no longer",
    r"\bon (its|their) way\b": "sent",
    r"\bopens nothing\b": "doesn't work",
    r"\bquarter of an hour\b": "15 minutes",
    r"\brest(s|ed)? on\b": "is based on; see clause",
    r"\bsay (why|what|whether|until)\b": "enter",
    r"\bshall\b": "must, will, or the plain verb",
    r"\bsomebody\b": "someone",
    r"\bstands? (in|on|at|above|here)\b": "is in, is on",
    r"\btak(e|es|ing|en) back\b": "reverse, withdraw",
    r"(?-i:\btax id\b)": "tax ID",
    r"\bwait(s|ed) for\b": "is pending; needs",
    r"\bwhoever\b": "who, people who",
    r"\bworking days?\b": "business days",
    r"\(s\)": "both plural forms",
}
_PATTERNS = [(re.compile(pattern, re.IGNORECASE), better) for pattern, better in REFUSED.items()]


def phrase_faults() -> list[str]:
    """Return the texts with a refused phrase, each with what to write instead."""
    return [fault for message in texts() if message.id for fault in _faults(message.id)]


def _faults(text: str | tuple[str, ...]) -> Iterator[str]:
    for form in (text,) if isinstance(text, str) else text:
        for pattern, better in _PATTERNS:
            found = pattern.search(form)
            if found:
                yield f"{form!r} has “{found[0]}”. Write: {better}."
