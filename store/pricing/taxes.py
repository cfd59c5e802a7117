"""Which tax an order bears: by contracting entity, the buyer's country and tax ID (B24-2.1.1b, R4). No database."""

from stdnum.util import get_cc_module

from programs.definition.store import Payment, Store
from store.pricing.rules import Tax


def is_vat_number(number: str, country: str) -> bool:
    """Whether the number is a well-formed VAT number of the country, by its check digits."""
    module = get_cc_module(country.lower(), "vat") if country else None
    if module is None or not number:
        return False
    try:
        return bool(module.is_valid(number))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):  # some modules fail on other scripts
        return False


def tax_for(store: Store, *, entity: str, country: str, tax_id: str, valid: bool | None = None) -> Tax:
    """The tax that the program's rules add for this buyer; none if no rule applies.

    ``valid`` is what a register of tax IDs said; without it, the number's format decides.
    """
    payment: Payment = store.payment
    valid = is_vat_number(tax_id, country) if valid is None else valid
    fitting = [each for each in payment.taxes if each.entity in (None, entity) and (valid or not each.needs_tax_id)]
    named = [each for each in fitting if country in each.countries]
    found = next(iter(named), None) or next((each for each in fitting if not each.countries), None)
    return Tax(found.category, found.name, found.percent) if found else Tax()


EXEMPT = "E"
"""The category of EN 16931 for a buyer that is exempt."""
