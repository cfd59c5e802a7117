"""What tells a company from others, written in one form each, so that the same company is found by equal values.

Pure: text in, text out. Readings: numbers are compared within their country, an EU tax id within the one it names. Of a
host name the registrable part counts, taken to be its last two labels, or the last three where the one before the last
is a short general one («co» in alpha.co.uk); the whole host counts too, for hosts that many companies share.
"""

import re
from urllib.parse import urlsplit

import phonenumbers
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.util import get_cc_module

LONGEST = 200
# Second-level domains under which companies register theirs: a public suffix list would know them all.
_GENERAL = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "gob", "ltd", "plc", "biz"})


def tax_id(text: str, country: str) -> str:
    """A tax id with its country in front («CY10259033P»); "" for what is none."""
    country = country.upper()
    try:
        if vat.is_valid(text):
            named = vat.compact(text)[:2]
            country = "GR" if named == "EL" else named
        module = get_cc_module(country.lower(), "vat") or get_cc_module(country.lower(), "tin")
        compact = module.compact(text) if module else text
    except (ValidationError, ValueError, AttributeError):
        compact = text
    return _number(country, compact)


def registration_number(text: str, country: str) -> str:
    """A number of a country's register, with the country in front; "" for what is none."""
    return _number(country.upper(), text)


def web_domains(text: str) -> set[str]:
    """The registrable domain of an address on the web, and the whole host where that is longer."""
    text = text.strip()
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return set()
    return _domains(host.removeprefix("www."))


def mail_domains(text: str) -> set[str]:
    """The registrable domain of an e-mail address, and the whole one where that is longer."""
    _name, at, host = text.strip().rpartition("@")
    return _domains(host) if at else set()


def phone(text: str, country: str) -> str:
    """A phone number as it is dialled from abroad («+35725123456»); "" for what is none."""
    try:
        number = phonenumbers.parse(text[:LONGEST], country.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _number(country: str, text: str) -> str:
    """Letters and digits only; «n/a» and «000» are no numbers of anybody."""
    compact = re.sub(r"[^0-9A-Z]", "", text.upper())
    if len(compact) < 4 or not re.search(r"[1-9]", compact):
        return ""
    return f"{country}{compact.removeprefix(country)}"[:LONGEST]


def _domains(host: str) -> set[str]:
    try:
        ascii_host = host.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return set()
    labels = ascii_host.split(".")
    if len(labels) < 2 or len(ascii_host) > LONGEST or not re.fullmatch(r"[a-z0-9._-]+", ascii_host):
        return set()
    if labels[-1].isdigit():  # an address of a machine, which nobody shares by accident either
        return {ascii_host}
    kept = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _GENERAL else 2
    return {ascii_host, ".".join(labels[-kept:])}
