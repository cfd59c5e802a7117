"""Normalizes text for directory search: no accents, no case, no typographic letters.

Not every PostgreSQL server has unaccent, so both sides are normalized here: card text when it is stored, and the
visitor's words when they search. Use the text search configuration ``simple`` for both.
"""

from unicodedata import combining, normalize

# Letters that Unicode does not split into a base letter and an accent.
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


def fold(text: str) -> str:
    """The text in lower case without accents: «Łódź Straße» becomes «lodz strasse»."""
    parts = normalize("NFKD", normalize("NFKD", text).casefold())  # NFKD first: typographic letters have case too
    return "".join(letter for letter in parts if not combining(letter)).translate(_WHOLE)
