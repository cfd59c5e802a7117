"""Issues certificates: one per confirmed level, reused until its content changes (B24-12.3)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from partners.printing import PRINTABLE, name_problems, printed_name
from programs.queries import definition
from statuses.certificates.queries import held_by
from statuses.certificates.rules import valid_until
from statuses.certificates.serials import new_serial
from statuses.models import Certificate


class UnableToIssueCertificate(Refused):
    """There is nothing to certify; the message tells the partner why."""


def issue_certificate(*, actor: Actor, partner: Partner, track: str, on: date) -> Certificate:
    """The partner's certificate for its level on a track.

    Returns the existing one while its content is still true; otherwise issues a new one that replaces it, after a new
    level, a new term (BPS-status3) or a new company name. Concurrent callers get the same one. Raises
    `UnableToIssueCertificate` without a level, where the program issues none, or for a company name that no font can
    print while there is no printable one, `Partner.DoesNotExist` for a partner the actor may not see.
    """
    look = _look(actor, partner, track, on)
    if look.current is not None and look.still_true:
        return look.current
    with transaction.atomic():
        _lock(actor, partner)
        look = _look(actor, partner, track, on)
        if look.current is not None and look.still_true:
            return look.current
        if look.current is not None:
            look.current.replaced_on = on
            look.current.save(update_fields=["replaced_on"])
        look.wanted.serial = new_serial()
        look.wanted.save(force_insert=True)
    return look.wanted


@dataclass(frozen=True, slots=True)
class _Look:
    """The existing certificate, the one that would be issued today (without serial number), and whether they match."""

    current: Certificate | None
    wanted: Certificate
    still_true: bool


def _lock(actor: Actor, partner: Partner) -> None:
    """Allow one issue at a time per partner. Locks the partner's row because settling its levels locks that first."""
    Partner.objects.visible_to(actor).select_for_update(no_key=True).only("pk").get(pk=partner.pk)


def _look(actor: Actor, partner: Partner, track: str, on: date) -> _Look:
    holder = Partner.objects.visible_to(actor).select_related("program").get(pk=partner.pk)
    rules = next((each for each in definition(holder.program, on).tracks if each.code == track), None)
    if rules is None or rules.certificate is None:
        raise UnableToIssueCertificate({"": _("This program gives no certificate here.")})
    held = held_by(actor=actor, partner_id=holder.pk, track=track)
    level = rules.level(held.level) if held else None
    if held is None or level is None:
        raise UnableToIssueCertificate(
            {"": _("There is no certificate without a level. It can be downloaded once one is reached.")}
        )
    name = printed_name(holder.name, holder.printable_name)
    if not name:
        reason = name_problems(holder.name, holder.printable_name)[PRINTABLE]
        raise UnableToIssueCertificate({"": reason})
    wanted = Certificate(
        program=holder.program,
        partner=holder,
        track=track,
        holder=name,
        level=level.code,
        level_name=level.name,
        issued_on=on,
        valid_until=valid_until(rules.certificate, held, on),
        clause=rules.certificate.clause,
    )
    mine = Certificate.objects.visible_to(actor).filter(partner=holder, track=track, replaced_on=None)
    current = mine.select_related("program").first()
    still_true = current is not None and current.issued_on >= held.since and _say_the_same(current, wanted)
    return _Look(current, wanted, still_true)


def _say_the_same(one: Certificate, other: Certificate) -> bool:
    said = ("holder", "level", "level_name", "valid_until", "clause")
    return all(getattr(one, name) == getattr(other, name) for name in said)
