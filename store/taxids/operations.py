"""Asking a register about partners' tax IDs, and keeping the answers (B24-2.1.1b, R4)."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from programs.rulebook import Rulebook
from store.models import TaxIdAnswer
from store.taxids.registers import Answer, Register, UnableToAsk, register

PERMISSION = "tax_ids.check"
REFRESH = timedelta(days=7)  # an answer is asked again this long before it is too old


class UnableToCheck(Refused):
    """The tax ID can't be checked now; the message says why."""


def check_tax_id(
    *, actor: Actor, partner: Partner, today: date, now: datetime, ask: Register | None = None
) -> TaxIdAnswer:
    """Ask the register about a partner's tax ID and keep its answer. Raises UnableToCheck, PermissionDenied."""
    require(actor, PERMISSION, program_id=partner.program_id)
    chosen, tax_id = ask or register(), str(partner.legal.get("tax_id", ""))
    if chosen is None:
        raise UnableToCheck({"": _("This portal asks no register. Its operator can set TAX_ID_REGISTER.")})
    if not tax_id:
        raise UnableToCheck({"partner": _("This partner has no tax ID.")})
    try:
        answer = chosen.ask(country=partner.country, tax_id=tax_id)
    except UnableToAsk as error:
        raise UnableToCheck({"": _("The register didn't answer. Try again later.")}) from error
    return keep_answer(actor=actor, partner=partner, register=chosen.code, answer=answer, today=today, now=now)


def keep_answer(
    *, actor: Actor, partner: Partner, register: str, answer: Answer, today: date, now: datetime
) -> TaxIdAnswer:
    """Keep what a register said about a partner's tax ID. Raises PermissionDenied."""
    require(actor, PERMISSION, program_id=partner.program_id)
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
        summary=f"Checked the tax ID of {partner.name}: {said}",
    )
    return row


def due_for_check(*, actor: Actor, rulebook: Rulebook, today: date) -> list[Partner]:
    """Partners whose tax is reverse-charged and whose answer is missing or nearly too old; none where the rules only
    check the format. Raises PermissionDenied for partners."""
    require(actor, PERMISSION, program_id=rulebook.program.pk)
    store = rulebook.on(today).store
    if store is None or store.payment.tax_id_check != "register":
        return []
    countries = {code for tax in store.payment.taxes if tax.needs_tax_id for code in tax.countries}
    partners = Partner.objects.visible_to(actor).filter(ended_on=None, country__in=countries)
    held = {partner.pk: partner for partner in partners if partner.legal.get("tax_id")}
    days = store.payment.tax_id_days - REFRESH.days
    rows = TaxIdAnswer.objects.visible_to(actor).recent(today, max(days, 0)).filter(partner__in=held)
    known = set(rows.values_list("partner_id", "tax_id"))
    return [each for each in held.values() if (each.pk, str(each.legal["tax_id"])[:60]) not in known]
