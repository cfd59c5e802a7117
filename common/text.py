"""The one door for typed text: one spelling per text, and no characters that nobody can see.

Forms, the admin, the API and the import read every text with `tidy`. It composes accents (NFC), trims and folds spaces,
and refuses control characters, marks that turn the writing direction, and invisible characters.
"""

import re
import unicodedata
from typing import Any

import idna
from django.utils.translation import gettext as _

_LINE_END = re.compile("\r\n|[\r\n\u2028\u2029]")
_BLANK = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
_BLANKS = re.compile(" {2,}")
# Control characters except tab and line ends, lone surrogates, noncharacters, and everything that Unicode calls
# default-ignorable: it changes a text without being seen.
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_MONGOLIAN_MARKS = re.compile("[\u180b-\u180f]")
_TAGS = re.compile("[\U000e0020-\U000e007f]")  # flags of England, Scotland and Wales
_BLACK_FLAG, _KEYCAP = "\U0001f3f4", "\u20e3"
_NOT_IN_CODES = re.compile("[^0-9A-Z]")


class Untidy(ValueError):
    """The text has a character that can't be kept, or nothing to see. ``str()`` is in the reader's language.

    ``character`` says what it is in English, such as "U+200B ZERO WIDTH SPACE"; ``position`` counts from 1.
    """

    def __init__(self, message: str, *, character: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.character, self.position = character, position


def tidy(text: str, *, lines: bool = False, joiners: bool = True) -> str:
    """Return the text in the one form in which it is stored and compared. Raises Untidy.

    One line unless ``lines``: runs of spaces become one space, and line ends are refused. Joiners and variation
    selectors stay where a script or an emoji needs them; without ``joiners``, as in codes and references, they are
    refused too.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if not lines else text.strip()
    for found in _ODD.finditer(text):
        if not (joiners and _needed(text, found.start())):
            raise _untidy(text, found.start())
    text = unicodedata.normalize("NFC", _LINE_END.sub("\n", text))
    if lines:
        text = "\n".join(_BLANK.sub(" ", line).rstrip() for line in text.split("\n")).strip()
    else:
        text = _BLANKS.sub(" ", _BLANK.sub(" ", text)).strip()
        if "\n" in text:
            raise Untidy(_("Enter this in one line."))
    if text and not any(unicodedata.category(each)[0] in "LNPSC" for each in _ODD.sub("", text)):
        raise Untidy(_("Enter letters or digits."))
    return text


def read_into(problems: dict[str, str], name: str, text: str, *, lines: bool = False, joiners: bool = True) -> str:
    """Return the text tidied; what is refused is added to the problems under the field's name."""
    try:
        return tidy(text, lines=lines, joiners=joiners)
    except Untidy as untidy:
        problems[name] = str(untidy)
        return ""


def without_odd(text: str, *, lines: bool = False) -> str:
    """Return the text tidied, without what `tidy` refuses: for searches, and to keep what somebody typed so far."""
    kept = "".join(each for place, each in enumerate(text) if not _ODD.match(each) or _needed(text, place))
    try:
        return tidy(kept if lines else one_line(kept), lines=lines)
    except Untidy as untidy:  # without its neighbour, a joiner may have lost its place; or there is nothing to see
        return without_odd(_ODD.sub("", kept), lines=lines) if untidy.character else ""


def one_line(text: str) -> str:
    """Return the text with its line ends as spaces."""
    return _LINE_END.sub(" ", text)


def tidy_json(value: Any) -> Any:
    """Return a JSON value with every text in it tidied, keys included. Raises Untidy."""
    if isinstance(value, str):
        return tidy(value, lines=True)
    if isinstance(value, list):
        return [tidy_json(each) for each in value]
    if isinstance(value, dict):
        return {tidy(str(key)): tidy_json(each) for key, each in value.items()}
    return value


def typed_code(text: str) -> str:
    """Return a code as typed by a person: digits and capital letters only, in any width, case and grouping."""
    return _NOT_IN_CODES.sub("", unicodedata.normalize("NFKC", text[:400]).upper())


def named(character: str) -> str:
    """Return a character's code point and Unicode name: "U+200B ZERO WIDTH SPACE"."""
    name = unicodedata.name(character, "")
    if not name:
        name = "CONTROL CHARACTER" if unicodedata.category(character) == "Cc" else "NOT A CHARACTER"
    return f"U+{ord(character):04X} {name}"


def _untidy(text: str, place: int) -> Untidy:
    character, position = named(text[place]), place + 1
    said = _("Character %(position)s can't be seen: %(character)s. Delete it, or type the text again.")
    return Untidy(said % {"position": position, "character": character}, character=character, position=position)


def _needed(text: str, place: int) -> bool:
    """Whether an invisible character changes what is seen here: in a script that needs it, or in an emoji."""
    mark, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if not before:
        return False
    kind = unicodedata.category(before)
    if mark in _JOINERS:
        in_emoji = mark == "\u200d" and _pictured(before) and unicodedata.category(after or " ") == "So"
        return in_emoji or _joins(text, place)
    if _SELECTORS.match(mark):
        return kind in ("So", "Sm", "Lo") or (kind == "Po" and not before.isascii()) or after == _KEYCAP
    if _MONGOLIAN_MARKS.match(mark):
        return "\u1800" <= before <= "\u18af"
    return bool(_TAGS.match(mark)) and (before == _BLACK_FLAG or bool(_TAGS.match(before)))


def _joins(text: str, place: int) -> bool:
    """Whether Unicode's rules for names in scripts with joiners (RFC 5892) allow a joiner here."""
    try:
        near = text[max(0, place - 20) : place + 20]
        return idna.valid_contextj(near, min(place, 20))
    except (ValueError, idna.IDNAError):
        return False


def _pictured(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk") or character == "\ufe0f"
