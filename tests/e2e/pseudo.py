"""A pseudo-language for tests: longer, accented and mirrored. A word without accents isn't translated.

It is offered to nobody: its catalog exists only while `spoken` is in use.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from babel import Locale
from django.test.utils import override_settings
from django.utils.translation import trans_real
from playwright.sync_api import Page

from programs.definition.units import BETWEEN

CODE = "xa"
_ACCENTED = str.maketrans("aeiouynczAEIOUYNCZ", "äéîöüÿñçžÄÉÎÖÜŸÑÇŽ")
_KEPT = re.compile(r"(%%|%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|&[#\w]+;|https?://\S+)")
_CONTEXT = "\x04"
_PLAIN_WORD = re.compile(r"[A-Za-z]{3,}")
_MONTHS = Locale("en").months["format"]["abbreviated"].values()  # of Babel, which has no pseudo-language
# Addresses, emails and hosts, and clauses and codes of currencies are the same in every language.
_ADDRESS, _CODE = re.compile(r"\S*[/@.]\S+"), re.compile(r"\b[A-Z0-9]+-[\w.]+|\b[A-Z]+\d\w*|\b[A-Z]{3}\b")
# The words of a page as people meet them: texts, and names and hints of controls. Names of languages are in their own.
_WORDS = """() => {
    const found = [], skipped = 'script, style, template, .languages, [translate=no], .brand';
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const each = words.currentNode;
        if (!each.parentElement.closest(skipped)) found.push(each.textContent.trim());
    }
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
        for (const each of document.body.querySelectorAll(`[${name}]`))
            if (!each.closest(skipped)) found.push(each.getAttribute(name));
    return found;
}"""


def pseudo(text: str) -> str:
    """The text in the pseudo-language, with its placeholders and markup as they are."""
    text = text.rpartition(_CONTEXT)[2]
    parts = [part if place % 2 else part.translate(_ACCENTED) for place, part in enumerate(_KEPT.split(text))]
    return "".join(parts) + " löñg" * (len(text) // 14)


class _Catalog(NullTranslations):
    def language(self) -> str:
        return CODE

    def to_language(self) -> str:
        return CODE

    def gettext(self, message: str) -> str:
        return pseudo(message) if message else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


@contextmanager
def spoken() -> Iterator[None]:
    """Pages of a site whose language is `CODE` are in the pseudo-language."""
    trans_real._translations[CODE] = _Catalog()
    try:
        with override_settings(LANGUAGES_BIDI=["ar", CODE]):
            yield
    finally:
        del trans_real._translations[CODE]


def untranslated(page: Page, data: Iterable[str]) -> list[str]:
    """The page's English words that aren't part of ``data``: names and texts of the program and its partners."""
    known = longest_first(data)
    return [text for text in page.evaluate(_WORDS) if is_english(text, known)]


def longest_first(data: Iterable[str]) -> list[str]:
    """What is the same in every language, as `is_english` takes it."""
    forms = {form for text in (*data, *_MONTHS) for form in str(text).split(BETWEEN)}
    return sorted(forms - {""}, key=len, reverse=True)


def is_english(text: str, data: list[str]) -> bool:
    """Whether a text has words that are neither in the pseudo-language nor part of ``data``, longest first."""
    return text.isascii() and bool(_PLAIN_WORD.search(text)) and bool(_PLAIN_WORD.search(_rest(text, data)))


def _rest(text: str, known: list[str]) -> str:
    """What is left of a text without the phrases that are the same in every language, or parts of one."""
    if any(text in phrase for phrase in known):
        return ""
    text = _ADDRESS.sub("", text)
    for phrase in known:
        text = text.replace(phrase, "")
    return _CODE.sub("", text)
