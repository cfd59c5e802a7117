"""Which answers of the form are open to partners, and which are contact data. Pure functions."""

from collections.abc import Mapping

# Answers that every partner of the location may read. All others are contact data and stored encrypted.
OPEN = ("country", "region", "budget", "languages", "request")
BAD_STARS = 2
MOST_STARS = 5


def contact_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that only those who hold the request may read (B24-6.2c)."""
    return {code: text for code, text in answers.items() if code not in OPEN}


def is_bad(stars: int) -> bool:
    """Whether a rating should be looked into."""
    return stars <= BAD_STARS
