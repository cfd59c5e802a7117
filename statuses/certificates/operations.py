"""Issues certificates: one per confirmed level, reused until its content changes (B24-12.3).

They arise with the decision about the level. A download issues one only where a company's name has changed since, or a
network was imported.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from partners.printable_names import PRINTABLE, name_problems, printed_name
from programs.definition import Definition
from programs.definition.tracks import Track
from programs.queries import definition
from statuses.certificates.queries import held_by, held_in
from statuses.certificates.rules import Held, valid_until
from statuses.certificates.serials import new_serial
from statuses.models import Certificate, Standing


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


def issue_certificates(
    *, actor: Actor, definition: Definition, partner_ids: Collection[int], on: date
) -> dict[tuple[int, str], Certificate]:
    """The certificates of these partners for their levels on every track, by partner and track; new ones as needed.

    For the caller that has just decided on levels and holds the partners' locks. A company name that no font can print
    gets none until there is a printable one: the download says so.
    """
    terms = {track.code: track for track in definition.tracks if track.certificate is not None}
    rows = Standing.objects.visible_to(actor).filter(partner_id__in=partner_ids, track__in=terms).exclude(level="")
    mine = Certificate.objects.visible_to(actor).filter(partner_id__in=partner_ids, replaced_on=None)
    current = {(each.partner_id, each.track): each for each in mine}
    found, fresh = {}, []
    for row in rows.select_related("partner").order_by("partner_id", "track"):
        held, track, key = held_in(row), terms[row.track], (row.partner_id, row.track)
        wanted = _wanted(row.partner, track, held, max(on, held.since)) if held else None
        if held is None or wanted is None:
            continue
        old = current.get(key)
        found[key] = old if old and _still_true(old, wanted, held) else wanted
        if found[key] is wanted:
            wanted.serial = new_serial()
            fresh.append((old, wanted))
    Certificate.objects.filter(pk__in=[old.pk for old, _new in fresh if old]).update(replaced_on=on)
    Certificate.objects.bulk_create([new for _old, new in fresh])
    return found


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
        raise UnableToIssueCertificate({"": _("You can download a certificate once you reach a level.")})
    wanted = _wanted(holder, rules, held, on)
    if wanted is None:
        reason = name_problems(holder.name, holder.printable_name)[PRINTABLE]
        raise UnableToIssueCertificate({"": reason})
    wanted.program = holder.program  # read already, and printed next
    mine = Certificate.objects.visible_to(actor).filter(partner=holder, track=track, replaced_on=None)
    current = mine.select_related("program").first()
    return _Look(current, wanted, current is not None and _still_true(current, wanted, held))


def _wanted(holder: Partner, track: Track, held: Held, on: date) -> Certificate | None:
    """The certificate that the level deserves today, without a serial number; None for a name that can't be printed."""
    name, level = printed_name(holder.name, holder.printable_name), track.level(held.level)
    if not name or level is None or track.certificate is None:
        return None
    return Certificate(
        program_id=holder.program_id,
        partner=holder,
        track=track.code,
        holder=name,
        level=level.code,
        level_name=level.name,
        issued_on=on,
        valid_until=valid_until(track.certificate, held, on),
        clause=track.certificate.clause,
    )


def _still_true(current: Certificate, wanted: Certificate, held: Held) -> bool:
    """Whether the present certificate says what a new one would."""
    said = ("holder", "level", "level_name", "valid_until", "clause")
    return current.issued_on >= held.since and all(getattr(current, name) == getattr(wanted, name) for name in said)
