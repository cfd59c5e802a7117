"""Pure functions for a certificate's validity and the result of a check."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.dates import DAY, years_before
from programs.definition.certificates import CertificateTerms


class Finding(StrEnum):
    """The result of checking a certificate."""

    VALID = "valid"
    EXPIRED = "expired"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Held:
    """A partner's level on a track: since when, when last confirmed, and when decided next.

    `review_on` and `grace_on` are the days on whose opening a decision is due; None when none is.
    """

    level: str
    since: date
    confirmed_on: date
    review_on: date | None = None
    grace_on: date | None = None


def valid_until(terms: CertificateTerms, held: Held, on: date) -> date:
    """The last day a certificate issued `on` is valid (B24-12.3, BPS-status3, BSM-cert, KKV-4.4).

    A term starts on the day the level was confirmed, and renews itself while the partner keeps the level. A certificate
    never extends past a review or grace period: a decision at a day's opening ends it the day before.
    """
    length = terms.years
    while (end := years_before(held.confirmed_on, -length)) <= on:
        length += terms.years
    ends = [end, *(day for day in (held.review_on, held.grace_on) if day is not None and day > on)]
    return min(ends) - DAY


def found(
    terms: CertificateTerms,
    held: Held | None,
    *,
    level: str,
    issued_on: date,
    valid_until: date,
    replaced_on: date | None,
    on: date,
) -> Finding:
    """The result of a check on a day for a certificate for `level`, under the terms it was issued on.

    `held` is the holder's current level. Where certificates are not withdrawn (BSM-cert), only the end date ends one;
    elsewhere losing the level does too, even if no newer certificate was issued.
    """
    if on > valid_until:
        return Finding.EXPIRED
    if not terms.withdrawn:
        return Finding.VALID
    replaced = replaced_on is not None and replaced_on <= on
    stands = held is not None and held.level == level and held.since <= issued_on
    return Finding.VALID if stands and not replaced else Finding.REPLACED
