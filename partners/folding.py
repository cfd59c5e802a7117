"""How words are compared in the directory's search: without accents, case or typographic letters.

PostgreSQL's unaccent is not in every server, so both sides are folded here: the card's text when it is
written, the visitor's words when they search. Use the text search configuration ``simple`` on both.
"""

from unicodedata import combining, normalize

# Letters that Unicode does not split into a base and an accent.
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


def fold(text: str) -> str:
    """The text in small letters without accents: «Łódź Straße» becomes «lodz strasse»."""
    parts = normalize("NFKD", normalize("NFKD", text).casefold())  # typographic letters have a case of their own
    return "".join(letter for letter in parts if not combining(letter)).translate(_WHOLE)
