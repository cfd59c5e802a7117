"""Reads STRIPE_ACCOUNTS: which Stripe account takes the cards of a program, or of one of its contracting entities."""

import json

from environ import ImproperlyConfigured

PARTS = {"secret", "webhook"}


def read_accounts(text: str) -> dict[str, dict[str, str]]:
    """The accounts by "program" or "program/entity", each with its secret key and its webhook's signing secret.

    Raises ImproperlyConfigured, with a message that quotes no secret.
    """
    try:
        found = json.loads(text or "{}")
    except ValueError:
        raise ImproperlyConfigured("STRIPE_ACCOUNTS is no JSON") from None
    whole = isinstance(found, dict) and all(
        isinstance(each, dict) and set(each) == PARTS and all(isinstance(part, str) and part for part in each.values())
        for each in found.values()
    )
    if not whole:
        example = '{"program/entity": {"secret": "sk_...", "webhook": "whsec_..."}}'
        raise ImproperlyConfigured(f"STRIPE_ACCOUNTS must be of the form {example}")
    return found
