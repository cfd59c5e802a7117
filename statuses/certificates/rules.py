"""How long a certificate is valid, and what a check of it finds. Pure functions of days and of the program's terms."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.dates import DAY, years_before
from programs.definition.certificates import CertificateTerms


class Finding(StrEnum):
    """What a check finds about a certificate."""

    VALID = "valid"
    EXPIRED = "expired"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Held:
    """The level a partner holds on a track: which, since when, when last confirmed, and when decided again.

    `review_on` and `grace_on` are the days whose opening decides; None where nothing is to be decided.
    """

    level: str
    since: date
    confirmed_on: date
    review_on: date | None = None
    grace_on: date | None = None


def valid_until(terms: CertificateTerms, held: Held, on: date) -> date:
    """The last day on which a certificate issued `on` is valid (B24-12.3, BPS-status3, BSM-cert, KKV-4.4).

    A term runs from the day the level was confirmed; at its end the next follows by itself while the level
    lasts. A certificate promises nothing beyond a review or a grace period: what is decided on a day's opening
    ends the day before.
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
    """What a check on a day finds about a certificate for `level`, under the terms it was issued on.

    `held` is what its holder holds now. Where certificates are not withdrawn (BSM-cert) nothing but its end
    ends one; elsewhere it falls with the level, also when no newer one was issued.
    """
    if on > valid_until:
        return Finding.EXPIRED
    if not terms.withdrawn:
        return Finding.VALID
    replaced = replaced_on is not None and replaced_on <= on
    stands = held is not None and held.level == level and held.since <= issued_on
    return Finding.VALID if stands and not replaced else Finding.REPLACED
