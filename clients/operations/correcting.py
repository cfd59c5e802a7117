"""A manager's corrections of licenses: leaving seats out, counting them again, and reactivating a key."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from clients.events import LicenceReactivated
from clients.models import ClientLicence
from clients.operations.licences import leave_out_licence
from clients.operations.seats import recount_seats
from clients.queries import registration_days
from clients.rules import register_by
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.text import without_odd
from programs.rulebook import Rulebook

State = ClientLicence.State


class UnableToCorrectLicence(Refused):
    """The license can't be corrected like this; ``problems`` says why, by field: ``reason``."""


def leave_out_seats(
    *, actor: Actor, licence: ClientLicence, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> None:
    """Leave a license out of new seats, with a reason; what it counted already is taken back at once (B24-3.2).

    It goes on working. Raises UnableToCorrectLicence without a reason, and for a license that is left out;
    PermissionDenied for anyone but the program's staff and the system.
    """
    _count(actor, licence, reason, rulebook, today, now, counts=False)


def count_seats_again(
    *, actor: Actor, licence: ClientLicence, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> None:
    """Count a license that was left out; complete months are recorded by the daily job. Raises as above."""
    _count(actor, licence, reason, rulebook, today, now, counts=True)


def reactivate_licence(
    *, actor: Actor, licence: ClientLicence, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> ClientLicence:
    """Let a deactivated key work again; one without an end user gets the registration term anew (B24-2.3a).

    Raises UnableToCorrectLicence without a reason, for a license that isn't a deactivated key, that was refunded, and
    whose term is over; PermissionDenied for anyone but the program's staff and the system.
    """
    require(actor, "licences.open", program_id=licence.program_id)
    said = _said(reason)
    with transaction.atomic():
        row = _held(actor, licence)
        if row.state != State.DEACTIVATED or row.kind != ClientLicence.Kind.KEY:
            raise UnableToCorrectLicence({"": _("Only a deactivated key can be reactivated.")})
        if not row.counts:
            raise UnableToCorrectLicence({"": _("This key was refunded. Sell a new one.")})
        if row.ends_on is not None and row.ends_on < today:
            raise UnableToCorrectLicence({"": _("The term of this key is over. Sell a renewal.")})
        row.state, row.ended_on, row.reason = State.ACTIVE, None, ""
        days = registration_days(rulebook, today)
        if row.registered_on is None and days is not None:
            row.register_by = register_by(today, days)
        row.save(update_fields=["state", "ended_on", "reason", "register_by"])
        _note(actor, row, sentence("Reactivated %(plan)s: %(said)s", plan=row.plan, said=said), now)
        publish(LicenceReactivated(rulebook, row.partner_id, row.pk, today, now))
    return row


def _count(
    actor: Actor,
    licence: ClientLicence,
    reason: str,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    *,
    counts: bool,
) -> None:
    require(actor, "licences.open", program_id=licence.program_id)
    said = _said(reason)
    with transaction.atomic():
        row = _held(actor, licence)
        if row.counts == counts:
            raise UnableToCorrectLicence({"": _("Someone else has just changed this license.")})
        leave_out_licence(actor=actor, licence=row, counts=counts, reason=said, now=now)
        if row.client_id is not None:
            recount_seats(
                actor=Actor.system(row.program_id),
                client_ids=[row.client_id],
                rulebook=rulebook,
                reason=said,
                today=today,
                now=now,
            )


def _held(actor: Actor, licence: ClientLicence) -> ClientLicence:
    return ClientLicence.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=licence.pk)


def _said(reason: str) -> str:
    if not (said := without_odd(reason)):
        raise UnableToCorrectLicence({"reason": _("Enter a reason.")})
    return said[:400]


def _note(actor: Actor, licence: ClientLicence, summary: Sentence, now: datetime) -> None:
    note_act(
        actor=actor, action="licences.open", subject=licence, partner_id=licence.partner_id, now=now, summary=summary
    )
