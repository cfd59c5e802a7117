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
# Valid ones that belong to nobody in particular: from the documentation of python-stdnum.
EXAMPLES = {
    "AT": "ATU13585627",
    "BE": "BE0428759497",
    "BG": "BG175074752",
    "CH": "CHE-107.787.577 IVA",
    "CY": "CY10259033P",
    "CZ": "CZ25123891",
    "DE": "DE136695976",
    "DK": "DK13585628",
    "EE": "EE100931558",
    "ES": "ES54362315K",
    "FI": "FI20774740",
    "FR": "FR40303265045",
    "GB": "GB 980 7806 84",
    "GR": "EL094259216",
    "HR": "HR33392005961",
    "HU": "HU12892312",
    "IE": "IE6433435F",
    "IT": "IT00743110157",
    "LT": "LT119511515",
    "LU": "LU15027442",
    "LV": "LV40003521600",
    "MT": "MT11679112",
    "NL": "NL004495445B01",
    "NO": "NO 995 525 828 MVA",
    "PL": "PL8567346215",
    "PT": "PT501964843",
    "RO": "RO18547290",
    "SE": "SE123456789701",
    "SI": "SI50223054",
    "SK": "SK2022749619",
    "US": "91-1144442",
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
        named = {"country": country_name(country), "example": EXAMPLES.get(country.upper(), "")}
        if named["example"]:
            raise ValidationError(_("Enter a valid tax ID for %(country)s, for example %(example)s.") % named)
        raise ValidationError(_("Enter a valid tax ID for %(country)s.") % named)
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
