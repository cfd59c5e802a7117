"""The partner works on a deal: beginning of work, progress, won with its proof, lost (KKV-5.1)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.operations import record_activity
from clients.models import ClientLicence
from common.actor import Actor
from common.dates import EARLIEST
from common.tenancy import bind
from common.uploads import Upload
from leads.deals.models import Deal, DealStep
from leads.deals.rules import extendable_from, extended_until
from leads.deals.writing import Moment, UnableToMove, hold, require_own, rules_of, said, step
from leads.proofs import NoProof, proving_licence
from partners.documents import store_document
from programs.rulebook import Rulebook

Kind = DealStep.Kind
PURPOSE = "deal"


def begin_work(
    *, actor: Actor, deal: Deal, on: date, rulebook: Rulebook, today: date, now: datetime, text: str = ""
) -> Deal:
    """Say when work with the client begins or began (KKV-5.1). Raises UnableToMove for an ended deal."""
    require_own(actor, deal)
    with bind(deal.program_id):
        row = hold(deal, "begin")
        if on < EARLIEST:
            raise UnableToMove({"on": _("This day is too long ago.")})
        row.begins_on = on
        row.save(update_fields=["begins_on"])
        step(row, Kind.BEGAN, moment=Moment(actor, rulebook, today, now), text=said(text), due_on=on)
    return row


def report_progress(*, actor: Actor, deal: Deal, text: str, rulebook: Rulebook, today: date, now: datetime) -> Deal:
    """Report progress of a protected deal; near its end, this extends the protection.

    It extends as often as the program allows. Raises UnableToMove without a text, and for a deal that isn't protected.
    """
    require_own(actor, deal)
    moment = Moment(actor, rulebook, today, now)
    protection = rules_of(moment).protection
    with bind(deal.program_id):
        row = hold(deal, "extend")
        text = said(text, missing=_("Enter what happened and what comes next."))
        step(row, Kind.PROGRESS, moment=moment, text=text)
        until = row.protected_until
        if until and row.extensions < protection.extensions and today >= extendable_from(protection, until):
            row.protected_until, row.extensions = extended_until(protection, until), row.extensions + 1
            row.save(update_fields=["protected_until", "extensions"])
            step(row, Kind.EXTENDED, moment=moment, due_on=row.protected_until)
    return row


def win_deal(
    *,
    actor: Actor,
    deal: Deal,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    licence: str = "",
    document: Upload | None = None,
) -> Deal:
    """Close a deal as won, with the proof that the program asks for; an activity is recorded where it names one.

    ``licence`` is the key of a license that the partner sold, or the number of its order. Raises UnableToMove without a
    proof, NoProof for a license that isn't the partner's or proves another deal.
    """
    require_own(actor, deal)
    moment = Moment(actor, rulebook, today, now)
    rules = rules_of(moment)
    proof = rules.proof.kinds if rules.proof else []
    with bind(deal.program_id):
        row = hold(deal, "win")
        if licence.strip():
            row.proof_licence = _licence(actor, row, licence.strip())
        if proof and row.proof_licence is None and document is None:
            raise UnableToMove({_field(proof[0]): _needed(proof)})
        if document is not None:
            row.proof_document = store_document(
                actor=actor,
                program_id=row.program_id,
                upload=document,
                purpose=PURPOSE,
                now=now,
                partner_id=row.partner_id,
            )
        row.ended_at = now
        row.save(update_fields=["state", "proof_licence", "proof_document", "ended_at"])
        if rules.won_activity:
            record_activity(
                actor=Actor.system(row.program_id),
                partner=row.partner,
                rulebook=rulebook,
                kind=rules.won_activity,
                on=today,
                today=today,
                now=now,
                reference=f"deal-{row.pk}",
            )
        step(row, Kind.WON, moment=moment, text=_proved(row))
    return row


def lose_deal(*, actor: Actor, deal: Deal, reason: str, rulebook: Rulebook, today: date, now: datetime) -> Deal:
    """Close a deal as lost, with one of the program's reasons. Raises UnableToMove."""
    require_own(actor, deal)
    moment = Moment(actor, rulebook, today, now)
    if reason not in rules_of(moment).lost_reasons:
        raise UnableToMove({"reason": _("Choose a reason.")})
    with bind(deal.program_id):
        row = hold(deal, "lose")
        row.reason, row.ended_at = reason, now
        row.save(update_fields=["state", "reason", "ended_at"])
        step(row, Kind.LOST, moment=moment, text=reason)
    return row


def _licence(actor: Actor, deal: Deal, given: str) -> ClientLicence:
    """The partner's own license that proves no other deal. Raises NoProof."""
    found = proving_licence(actor, given)
    if Deal.objects.filter(proof_licence=found).exclude(pk=deal.pk).exists():
        raise NoProof({"licence": _("This license already proves another deal.")})
    return found


def _field(kind: str) -> str:
    return "licence" if kind == "license" else "document"


def _needed(proof: Sequence[str]) -> str:
    if len(proof) > 1:
        return _("Enter the license key or order number, or attach the contract.")
    return _("Enter the license key or order number.") if proof[0] == "license" else _("Attach the contract.")


def _proved(deal: Deal) -> str:
    if deal.proof_licence is not None:
        return _("License of %(day)s") % {"day": date_format(deal.proof_licence.starts_on)}
    return deal.proof_document.name if deal.proof_document else ""
