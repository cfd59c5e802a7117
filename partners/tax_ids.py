"""Checks tax IDs (B24-1.2.2a) with the check digits of their country where these are known."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.eu import vat as eu_vat
from stdnum.util import get_cc_module

from common.countries import country_name

LONGEST = 40
# A country's other tax numbers for companies, besides its VAT number.
_ALSO = {
    "AT": ["tin"],
    "CH": ["uid"],
    "DE": ["stnr"],
    "ES": ["cif"],
    "FI": ["ytunnus"],
    "FR": ["siren"],
    "GB": ["utr"],
    "IN": ["pan"],
    "IT": ["codicefiscale"],
    "JP": ["in_"],
    "LI": ["peid"],
    "MD": ["idno"],
    "NO": ["orgnr"],
    "RO": ["cui"],
    "RU": ["ogrn"],
    "SE": ["orgnr"],
    "TH": ["tin"],
    "UA": ["edrpou", "rntrc"],
    "US": ["ein"],
    "ZA": ["tin"],
}
_LOOSE = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./-]*")


def check_tax_id(text: str, *, country: str) -> str:
    """The tax ID without extra spaces. Raises ValidationError if it can't belong to the country (ISO code).

    EU VAT numbers are accepted for every country, because a company may be registered in another one. Countries whose
    format is unknown accept anything that contains some digits and looks like a number.
    """
    number = " ".join(text.split())
    known = _known(country)
    if len(number) <= LONGEST and (_of_the_union(number) or any(_valid(module, number) for module in known)):
        return number
    if known:
        raise ValidationError(
            _("Enter a valid tax ID of this country: %(country)s.") % {"country": country_name(country)}
        )
    if len(number) > LONGEST or not _LOOSE.fullmatch(number) or sum(map(str.isdigit, number)) < 4:
        raise ValidationError(_("Enter a valid tax ID. It has at least four digits, and may have letters."))
    return number


def _known(country: str) -> list[Any]:
    """The library's modules for company tax IDs of the country."""
    code = country.lower()
    found = (get_cc_module(code, name) for name in ("vat", *_ALSO.get(country.upper(), ())))
    return [module for module in found if module is not None]


def _of_the_union(number: str) -> bool:
    """Require the country prefix. Without it, the number would be tried against every EU country."""
    return number[:2].isalpha() and _valid(eu_vat, number)


def _valid(module: Any, number: str) -> bool:
    try:
        return bool(module.is_valid(number))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):  # some modules fail on other scripts
        return False
