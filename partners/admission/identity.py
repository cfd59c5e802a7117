"""Normalizes company identifiers, so that the same company is found by comparing for equality.

Pure functions from text to text. Numbers are compared within their country, EU tax IDs within the country they name.
The registrable part of a host name is taken to be its last two labels, or the last three if the second-last is a short
generic one («co» in alpha.co.uk). The whole host counts as well, because many companies can share a registrable domain.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import idna
import phonenumbers
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.util import get_cc_module

LONGEST = 200
# Generic second-level domains. A public suffix list would be complete, but this covers the common ones.
_GENERAL = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "gob", "ltd", "plc", "biz"})

Reading = Callable[[str], str]


def _digits(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)


def _siren(number: str) -> str:
    """The nine digits of a French company, from its VAT number (11), an establishment's number (14) or alone."""
    return {11: number[2:], 14: number[:9]}.get(len(number), number)


def _swedish(number: str) -> str:
    """The ten digits of the organization number; the VAT number adds 01, and a century may come first."""
    return number[:10] if len(number) == 12 and number.endswith("01") else number[-10:]


# Countries whose companies are named by several tax IDs: the country they count for, and how to read the common one.
_READ: dict[str, tuple[str, Reading]] = {
    "AU": ("AU", lambda number: number[-9:]),  # an ABN ends with the company's number
    "CH": ("CH", lambda number: _digits(number)[:9]),  # CHE-123.456.788 MWST, TVA or IVA
    "FI": ("FI", _digits),
    "FR": ("FR", _siren),
    "IN": ("IN", lambda number: number[2:12] if len(number) == 15 else number),  # a GSTIN contains the PAN
    "NO": ("NO", _digits),  # 123456785MVA
    "SE": ("SE", _swedish),
    "XI": ("GB", lambda number: number.removeprefix("XI")),  # Northern Ireland, in EU trade
}


def tax_id(text: str, country: str) -> str:
    """A tax ID with its country prefix («CY10259033P»), or "" if it is not valid.

    Where a company's VAT number contains its registration number, the result is the latter, so both are found equal.
    """
    country = country.upper()
    try:
        if vat.is_valid(text):
            named = vat.compact(text)[:2]
            country = "GR" if named == "EL" else named
        module = get_cc_module(country.lower(), "vat") or get_cc_module(country.lower(), "tin")
        compact = module.compact(text) if module else text
    except (ValidationError, ValueError, AttributeError):
        compact = text
    country, read = _READ.get(country, (country, None))
    number = _number(country, compact)
    return f"{country}{read(number.removeprefix(country))}" if number and read else number


def registration_number(text: str, country: str) -> str:
    """A company registration number with its country prefix, or "" if it is not valid."""
    return _number(country.upper(), text)


def web_domains(text: str) -> set[str]:
    """The registrable domain of a web address, and the whole host if that is longer."""
    text = text.strip()
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return set()
    return _domains(host.removeprefix("www."))


def mail_domains(text: str) -> set[str]:
    """The registrable domain of an email address, and the whole domain if that is longer."""
    _name, at, host = text.strip().rpartition("@")
    return _domains(host) if at else set()


def phone(text: str, country: str) -> str:
    """A phone number in international format («+35725123456»), or "" if it is not valid."""
    try:
        number = phonenumbers.parse(text[:LONGEST], country.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _number(country: str, text: str) -> str:
    """Letters and digits only. Placeholders such as «n/a» and «000» give nothing."""
    compact = re.sub(r"[^0-9A-Z]", "", text.upper())
    if len(compact) < 4 or not re.search(r"[1-9]", compact):
        return ""
    return f"{country}{compact.removeprefix(country)}"[:LONGEST]


def _domains(host: str) -> set[str]:
    host = host.strip().rstrip(".")
    try:
        # As email addresses are stored: the codec alone would read "straße" as "strasse", which is another domain.
        ascii_host = (host.encode("idna") if host.isascii() else idna.encode(host, uts46=True)).decode("ascii").lower()
    except UnicodeError:  # IDNAError is one
        return set()
    labels = ascii_host.split(".")
    if len(labels) < 2 or len(ascii_host) > LONGEST or not re.fullmatch(r"[a-z0-9._-]+", ascii_host):
        return set()
    if labels[-1].isdigit():  # IP addresses count too: no two unrelated companies share one
        return {ascii_host}
    kept = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _GENERAL else 2
    return {ascii_host, ".".join(labels[-kept:])}
