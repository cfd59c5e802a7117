"""Normalizes text for comparison: no accents, no case, no typographic letters; other alphabets in Latin letters.

Not every PostgreSQL server has unaccent, so both sides are normalized here: text when it is stored, and a reader's
words when they search (common/searching).
"""

from unicodedata import combining, normalize

# Letters that Unicode does not split into a base letter and an accent.
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
# How German and Nordic languages write a letter when a keyboard lacks it.
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# Common Latin transliterations of the non-Latin alphabets that partners use most.
_LATIN = str.maketrans(
    "абвгдезийклмнопрстуфыэіўґқғңөұүһәђјљњћџѓќѕαβγδεζηικλμνξοπρσςτυφω",
    "abvgdeziiklmnoprstufyeiugkgnouuhadjlncdgksavgdeziiklmnxoprsstyfo",
) | str.maketrans(
    {
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "є": "ie",
        "ї": "i",
        "θ": "th",
        "χ": "ch",
        "ψ": "ps",
    }
)


def fold(text: str) -> str:
    """The text in lower case without accents: «Łódź Straße» becomes «lodz strasse»."""
    parts = normalize("NFKD", normalize("NFKD", text).casefold())  # NFKD first: typographic letters have case too
    return "".join(letter for letter in parts if not combining(letter)).translate(_WHOLE)


def spelt_out(text: str) -> str:
    """The text folded, with umlauts as two letters: «Köln» becomes «koeln»."""
    return fold(normalize("NFKC", text).casefold().translate(_SPELT_OUT))


def latin(text: str) -> str:
    """The text folded, with Cyrillic and Greek letters in Latin ones: «Кавычки» becomes «kavychki»."""
    return fold(text).translate(_LATIN)
