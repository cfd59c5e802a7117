"""Asking a register about partners' tax IDs, and keeping the answers (B24-2.1.1b, R4)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from store.models import TaxIdAnswer
from store.taxids.registers import Answer, Register, UnableToAsk, register

PERMISSION = "tax_ids.check"


class UnableToCheck(Refused):
    """The tax ID can't be checked now; the message says why."""


def check_tax_id(
    *, actor: Actor, partner: Partner, today: date, now: datetime, ask: Register | None = None
) -> TaxIdAnswer:
    """Check a partner's tax ID with the register and keep its answer. Raises UnableToCheck, PermissionDenied."""
    require(actor, PERMISSION, program_id=partner.program_id)
    chosen, tax_id = ask or register(), str(partner.legal.get("tax_id", ""))
    if chosen is None:
        raise UnableToCheck(
            {"": _("This portal doesn't check tax IDs with a register. Its operator can set TAX_ID_REGISTER.")}
        )
    if not tax_id:
        raise UnableToCheck({"partner": _("This partner has no tax ID.")})
    try:
        answer = chosen.ask(country=partner.country, tax_id=tax_id)
    except UnableToAsk as error:
        raise UnableToCheck({"": _("The register didn't answer. Try again later.")}) from error
    return _keep(actor, partner, chosen.code, answer, today, now)


def keep_answer(
    *, actor: Actor, partner: Partner, register: str, answer: Answer, today: date, now: datetime
) -> TaxIdAnswer:
    """Keep what a register said about a partner's tax ID. Raises PermissionDenied."""
    require(actor, PERMISSION, program_id=partner.program_id)
    return _keep(actor, partner, register, answer, today, now)


def _keep(actor: Actor, partner: Partner, register: str, answer: Answer, today: date, now: datetime) -> TaxIdAnswer:
    row = TaxIdAnswer.objects.create(
        program_id=partner.program_id,
        partner=partner,
        country=partner.country,
        tax_id=str(partner.legal.get("tax_id", ""))[:60],
        valid=answer.valid,
        register=register,
        reference=answer.reference,
        name=answer.name,
        answer=dict(answer.evidence),
        asked_on=today,
        asked_at=now,
        asked_by_id=actor.user_id,
    )
    said = "valid" if answer.valid else "not valid"
    note_act(
        actor=actor,
        action=PERMISSION,
        subject=row,
        partner_id=partner.pk,
        now=now,
        summary=sentence("Checked the tax ID of %(partner)s: %(said)s", partner=partner.name, said=said),
    )
    return row
