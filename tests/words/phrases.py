"""Phrases and spellings that no text may use, each with what to write instead (docs/words.md).

Read are the texts of pages, emails and errors, those of the programs' files, and the spelling of the documentation.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator

from tests.words.catalogues import ROOT, texts

# One spelling of a word that has several, in every text and in the documentation.
SPELLINGS = {
    r"\be-mail": "email",
    r"\blicence": "license",
    r"\bprogramme": "program",
    r"\bcatalogue": "catalog",
    r"\bcolour": "color",
    r"\bcancelled\b": "canceled",
    r"(?-i:\b[Tt]ax id\b|\bTax Id\b)": "tax ID",
}
# Looked for in every English text that is translated, whatever its case.
REFUSED = {
    r"\bany more\b": "anymore, or: no longer",
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
    r"\bwait(s|ed) for\b": "is pending; needs",
    r"\bwhoever\b": "who, people who",
    r"\bworking days?\b": "business days",
    r"\(s\)": "both plural forms",
    r"^(dear .*|good news|good morning|thank you),$": "nothing: the email adds the greeting",
    r"\bthe the\b": "the article once; a program's name in a sentence is `program.called`",
    r"\bthat page\b": "the name of the page",
    r"\b(bulk|mass|outgoing) mails?\b|\bmails a month\b": "email",
}


def _compiled(refused: dict[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern, re.IGNORECASE), better) for pattern, better in refused.items()]


_SPELLED = _compiled(SPELLINGS)
_PATTERNS = [*_compiled(REFUSED), *_SPELLED]
_QUOTED = re.compile(r"^```.*?^```|`[^`\n]*`|\]\([^)]*\)", re.DOTALL | re.MULTILINE)


def phrase_faults() -> list[str]:
    """Return the texts with a refused phrase, each with what to write instead."""
    found = [form for message in texts() if message.id for form in _forms(message.id)]
    faults = [fault for form in [*found, *program_texts()] for fault in faults_of(form)]
    faults += [f"{text!r} begins a sentence of an email in lower case." for text in small_sentences()]
    for name, page in documentation():
        faults += [f"{name}: {fault}" for fault in _faults(page, _SPELLED)]
    return faults


def small_sentences() -> list[str]:
    """Sentences of notices and emails that don't begin with a capital: the greeting is a paragraph of its own."""
    told = [one.id for one in texts() if one.id and any("/notices/" in path for path, _line in one.locations)]
    return [form for text in told for form in _forms(text) if form[0].islower() and form[-1] in ".:!"]


def faults_of(text: str) -> list[str]:
    """What is wrong with one text."""
    return [f"{text!r} {fault}" for fault in _faults(text, _PATTERNS)]


def program_texts() -> list[str]:
    """The English texts of the programs' files: those that their other languages translate."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("programs/presets/*.toml"))]
    return list(dict.fromkeys(text for file in files for known in file["texts"].values() for text in known))


def documentation() -> Iterator[tuple[str, str]]:
    """The pages of the documentation by their names, without what they quote."""
    for path in [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]:
        if path.name == "words.md":  # its last column names the losing words
            continue
        yield path.name, _QUOTED.sub("", path.read_text(encoding="utf-8"))


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def _faults(text: str, patterns: Iterable[tuple[re.Pattern[str], str]]) -> Iterator[str]:
    for pattern, better in patterns:
        if found := pattern.search(text):
            yield f"has “{found[0]}”. Write: {better}."
