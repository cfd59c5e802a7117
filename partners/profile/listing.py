"""When a partner's data allow a directory card (B24-1.4b, B24-1.4c). The level must allow it as well (B24-1.4a)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from partners.models import Partner
from programs.definition import Definition

# SQL conditions for a filled field, for each field that a program may require on a card.
_FILLED: Mapping[str, str] = {
    "email": "partner.email <> ''",
    "phone": "partner.phone <> ''",
    "address": "partner.address <> ''",
    "website": "partner.website <> ''",
    "description": "partner.description <> ''",
    "services": "cardinality(partner.services) > 0",
    "city": "partner.city <> ''",
    "country": "partner.country <> ''",
    "languages": "cardinality(partner.languages) > 0",
    "logo": "partner.logo_id IS NOT NULL",
}
# Fields that are public on the card and page, whatever the program requires.
SHOWN = ("name", "city", "website", "email", "phone", "description", "services", "languages", "logo")


# The vendor removed the card for a time, or for good (B24-14.6).
_NOT_REMOVED = """NOT EXISTS (
    SELECT FROM partners_restriction removed
    WHERE removed.partner_id = partner.id AND removed.effect = 'card' AND removed.starts_on <= %s
      AND (removed.ends_on IS NULL OR removed.ends_on >= %s) AND (removed.lifted_on IS NULL OR removed.lifted_on > %s)
)"""


def required_fields(definition: Definition) -> list[str]:
    """The fields of a partner that must be filled in before its card is published."""
    return list(definition.directory.card.required) if definition.directory else []


def moderated(definition: Definition) -> bool:
    """Whether the vendor has to approve public data."""
    return definition.directory is not None and definition.directory.card.moderated


def missing_fields(partner: Partner, definition: Definition) -> list[str]:
    """The required fields that are empty."""
    return [name for name in required_fields(definition) if not getattr(partner, "logo_id" if name == "logo" else name)]


def removal_day(absent_on: date, definition: Definition) -> date | None:
    """The day on which the card is hidden: a grace period of N days from S runs from S to S+N.

    None if the program does not check websites.
    """
    check = definition.directory.website_check if definition.directory else None
    return absent_on + timedelta(days=check.grace_days + 1) if check else None


def listing_terms(definition: Definition, on: date) -> tuple[str, list[Any]]:
    """The conditions on a day as SQL over ``partners_partner partner``, with its parameters."""
    terms: list[str]
    given: list[Any]
    terms, given = ["partner.listed", "partner.ended_on IS NULL", _NOT_REMOVED], [on, on, on]
    if moderated(definition):
        terms.append("partner.moderated_on IS NOT NULL")
    terms += [_FILLED[name] for name in required_fields(definition)]
    check = definition.directory.website_check if definition.directory else None
    if check:
        terms.append("(partner.website_absent_on IS NULL OR partner.website_absent_on >= %s)")
        given.append(on - timedelta(days=check.grace_days))
    return " AND ".join(terms), given
