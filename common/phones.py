"""Phone numbers as people write them, and the tel: address that dials each."""

import re

import phonenumbers

# Between two numbers in one field. A slash inside a German number ("030/123456") has no second number after it.
_BETWEEN = re.compile(r"\s*(?:;(?!\s*ext)|[,|]|\s/\s|(?<=\d{4})/(?=\s*[+0])|\bor\b|\boder\b)\s*")
_TRUNK = re.compile(r"(?<=\d)\s*[(\[]\s*0\s*[)\]]")  # "+44 (0)20": the zero is dialled inside the country only
_EXTENSION = re.compile(r"\s*(?:;?\s*ext(?:ension|n)?\.?|x|#|Durchwahl)\s*[:=]?\s*(\d{1,7})\s*$", re.IGNORECASE)
_FEWEST, _MOST = 3, 15  # digits of a number that can be dialled


def dialled(text: str, *, country: str = "") -> list[tuple[str, str]]:
    """Return each number in the text as written, with its tel: address, or "" if it can't be dialled.

    A number without a prefix is read as one of the country (ISO code). An extension is named as such (RFC 3966).
    """
    return [(part, _address(part, country)) for part in _BETWEEN.split(text.strip()) if part]


def has_number(text: str, *, country: str = "") -> bool:
    """Whether a phone number stands within a text; one without a prefix is read as one of the country (ISO code)."""
    return phonenumbers.PhoneNumberMatcher(text, country.upper() or None).has_next()


def _address(text: str, country: str) -> str:
    plain = _TRUNK.sub(" ", text) if text.lstrip().startswith(("+", "00")) else text
    found = _EXTENSION.search(plain)
    plain, extension = (plain[: found.start()], found[1]) if found else (plain, "")
    digits = _digits(plain, country)
    if not _FEWEST <= len(digits.lstrip("+")) <= _MOST:
        return ""
    return f"tel:{digits}{f';ext={extension}' if extension else ''}"


def _digits(text: str, country: str) -> str:
    """The number in international form if it is one, else its digits."""
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_possible_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    kept = re.sub(r"[^0-9]", "", text)
    return f"+{kept}" if text.lstrip().startswith("+") else kept
