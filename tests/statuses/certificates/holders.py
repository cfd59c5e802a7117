"""Gives partners a level directly, without running the engine."""

from datetime import date

from common.actor import Actor
from common.dates import year_after
from common.tenancy import bind
from partners.models import Partner
from statuses.certificates.operations import issue_certificate
from statuses.models import Certificate, Standing

CONFIRMED = date(2026, 3, 10)
ON = date(2026, 4, 1)


def stand(partner: Partner, level: str, on: date = CONFIRMED, *, track: str = "status", reviewed: bool = True) -> None:
    """Set the partner's level since `on`, confirmed that day; an empty level means none."""
    with bind(partner.program_id):
        Standing.objects.update_or_create(
            program_id=partner.program_id,
            partner=partner,
            track=track,
            defaults={
                "level": level,
                "since": on,
                "confirmed_on": on if level else None,
                "review_on": year_after(on) if level and reviewed else None,
                "grace_on": None,
                "assessed_on": on,
            },
        )


def confirm(partner: Partner, on: date) -> None:
    """Confirm the level in a review on `on`."""
    with bind(partner.program_id):
        Standing.objects.filter(partner=partner).update(confirmed_on=on, review_on=year_after(on))


def issue(partner: Partner, on: date = ON, *, track: str = "status", actor: Actor | None = None) -> Certificate:
    """The partner's certificate on a day."""
    with bind(partner.program_id):
        return issue_certificate(actor=actor or Actor.system(partner.program_id), partner=partner, track=track, on=on)


def certificates(partner: Partner) -> list[Certificate]:
    """Every certificate of the partner, oldest first."""
    with bind(partner.program_id):
        return list(Certificate.objects.filter(partner=partner).order_by("pk"))
