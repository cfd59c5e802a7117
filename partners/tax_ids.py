"""Whether a tax id can be one of its country (B24-1.2.2a): by the country's own arithmetic where it is known."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.eu import vat as eu_vat
from stdnum.util import get_cc_module

from common.countries import country_name

LONGEST = 40
# Numbers under which a country's tax office knows companies, besides the one for value added tax.
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
    """The tax id without needless spaces; ValidationError when it cannot be one of the country (ISO code).

    An EU number counts in every country, for a company may be registered in another one than its own. Of a country
    whose numbers nobody wrote down, anything is taken that has some digits and looks like a number.
    """
    number = " ".join(text.split())
    known = _known(country)
    if len(number) <= LONGEST and (_of_the_union(number) or any(_valid(module, number) for module in known)):
        return number
    if known:
        raise ValidationError(
            _("This is no tax id of this country: %(country)s. Check it for a slip.")
            % {"country": country_name(country)}
        )
    if len(number) > LONGEST or not _LOOSE.fullmatch(number) or sum(map(str.isdigit, number)) < 4:
        raise ValidationError(_("This does not look like a tax id: it has at least four digits, and letters."))
    return number


def _known(country: str) -> list[Any]:
    """The library's modules for companies' tax ids in the country."""
    code = country.lower()
    found = (get_cc_module(code, name) for name in ("vat", *_ALSO.get(country.upper(), ())))
    return [module for module in found if module is not None]


def _of_the_union(number: str) -> bool:
    """Only with the prefix of its country: without, it would be tried as a number of each of them."""
    return number[:2].isalpha() and _valid(eu_vat, number)


def _valid(module: Any, number: str) -> bool:
    try:
        return bool(module.is_valid(number))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):  # some stumble over letters of other scripts
        return False
