"""Issuing certificates: one for each confirmed level, the same until what it says changes (B24-12.3)."""

from datetime import date

from django.db import transaction

from common.actor import Actor
from partners.models import Partner
from programs.definition.tracks import Track
from programs.queries import definition
from statuses.certificates.queries import held_by
from statuses.certificates.rules import valid_until
from statuses.certificates.serials import new_serial
from statuses.models import Certificate


class UnableToIssueCertificate(Exception):
    """There is nothing to certify; the message says why, in words for the partner."""


def issue_certificate(*, actor: Actor, partner: Partner, track: str, on: date) -> Certificate:
    """The partner's certificate for the level it holds on a track.

    The one it has while that still says what is true; otherwise a new one, which replaces it: after another level, a
    new term (BPS-status3) or another company name. Any number of callers at once get the same one. Raises
    `UnableToIssueCertificate` without a level or where the program gives none, `Partner.DoesNotExist` for a partner
    that the actor may not see.
    """
    rules = next((each for each in definition(partner.program, on).tracks if each.code == track), None)
    if rules is None or rules.certificate is None:
        raise UnableToIssueCertificate("This program gives no certificate here.")
    current, wanted = _current_and_wanted(actor, partner, rules, on)
    if current is not None and _says(current, wanted):
        return current
    with transaction.atomic():
        _lock(actor, partner)
        current, wanted = _current_and_wanted(actor, partner, rules, on)
        if current is not None and _says(current, wanted):
            return current
        if current is not None:
            current.replaced_on = on
            current.save(update_fields=["replaced_on"])
        wanted.serial = new_serial()
        wanted.save(force_insert=True)
    return wanted


def _lock(actor: Actor, partner: Partner) -> None:
    """One issue at a time for a partner. The partner's row, because settling its levels takes that one first."""
    Partner.objects.visible_to(actor).select_for_update(no_key=True).only("pk").get(pk=partner.pk)


def _current_and_wanted(
    actor: Actor, partner: Partner, track: Track, on: date
) -> tuple[Certificate | None, Certificate]:
    """The certificate at hand, if any, and what one issued today would say, still without a serial number."""
    holder = Partner.objects.visible_to(actor).values_list("name", flat=True).get(pk=partner.pk)
    held = held_by(actor=actor, partner_id=partner.pk, track=track.code)
    level = track.level(held.level) if held else None
    if held is None or level is None or track.certificate is None:
        raise UnableToIssueCertificate(
            "There is no certificate without a level. It can be downloaded once one is reached."
        )
    wanted = Certificate(
        program_id=partner.program_id,
        partner_id=partner.pk,
        track=track.code,
        holder=holder,
        level=level.code,
        level_name=level.name,
        issued_on=on,
        valid_until=valid_until(track.certificate, held, on),
        clause=track.certificate.clause,
    )
    mine = Certificate.objects.visible_to(actor).filter(partner_id=partner.pk, track=track.code)
    return mine.filter(replaced_on=None).first(), wanted


def _says(current: Certificate, wanted: Certificate) -> bool:
    """Whether the certificate at hand still says what one issued today would."""
    same = ("holder", "level", "level_name", "valid_until", "clause")
    return all(getattr(current, name) == getattr(wanted, name) for name in same)
