"""Approving a partner's exemption from tax, and ending it (B24-2.1.1b)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.dates import DAY
from common.refusals import Refused
from common.text import without_odd
from partners.models import Partner
from programs.rulebook import Rulebook
from store.exemptions.rules import problems_of
from store.models import TaxExemption

PERMISSION = "exemptions.decide"


class UnableToExempt(Refused):
    """The exemption can't be approved or ended; ``problems`` says why, by field."""


def approve_exemption(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    proof: str,
    starts_on: date,
    ends_on: date | None,
    today: date,
    now: datetime,
) -> TaxExemption:
    """Approve that a partner pays no tax from a day on; ``proof`` names its certificate.

    Raises UnableToExempt where the program has no exemptions, without a proof, or for days that can't be;
    PermissionDenied for partners.
    """
    require(actor, PERMISSION, program_id=partner.program_id)
    proof = without_odd(proof)[:200]
    if problems := problems_of(rulebook, proof, starts_on, ends_on, today):
        raise UnableToExempt(problems)
    with transaction.atomic():
        row = TaxExemption.objects.create(
            program_id=partner.program_id,
            partner=partner,
            proof=proof,
            starts_on=starts_on,
            ends_on=ends_on,
            approved_at=now,
            approved_by_id=actor.user_id,
        )
        _note(
            actor,
            row,
            sentence(
                "Exempted %(partner)s from tax from %(starts_on)s: %(proof)s",
                partner=partner.name,
                starts_on=starts_on,
                proof=proof,
            ),
            now,
        )
    return row


def end_exemption(*, actor: Actor, exemption: TaxExemption, today: date, now: datetime) -> TaxExemption:
    """End an exemption: orders of today pay tax. Raises UnableToExempt if it has ended, PermissionDenied."""
    require(actor, PERMISSION, program_id=exemption.program_id)
    with transaction.atomic():
        rows = TaxExemption.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
        row = rows.get(pk=exemption.pk)
        if row.ends_on and row.ends_on < today:
            raise UnableToExempt({"": _("This exemption has ended.")})
        row.ends_on = max(today - DAY, row.starts_on)
        row.save(update_fields=["ends_on"])
        _note(actor, row, sentence("Ended the tax exemption %(proof)s", proof=row.proof), now)
    return row


def _note(actor: Actor, row: TaxExemption, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=row, partner_id=row.partner_id, now=now, summary=summary)
