"""Changing a running license: a longer term after a renewal, another edition or more seats after an upgrade."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from clients.events import LicenceChanged
from clients.models import ClientLicence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from programs.rulebook import read_rulebook

State = ClientLicence.State


class UnableToChangeLicence(Refused):
    """The license was deactivated, so nothing about it can change."""


def change_licence(
    *,
    actor: Actor,
    licence: ClientLicence,
    now: datetime,
    ends_on: date | None = None,
    product: str = "",
    plan: str = "",
    seats: int | None = None,
) -> ClientLicence:
    """Give a license another last paid day, product, plan or number of seats; what isn't given stays.

    Its start stays, so an upgrade doesn't begin a new term (R17). Raises UnableToChangeLicence; PermissionDenied for
    anyone but the program's staff and the system.
    """
    require(actor, "licences.open", program_id=licence.program_id)
    with transaction.atomic():
        rows = ClientLicence.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
        row = rows.get(pk=licence.pk)
        if row.state == State.DEACTIVATED:
            raise UnableToChangeLicence({"": _("This license is deactivated.")})
        if ends_on is not None:
            row.ends_on = max(ends_on, row.starts_on)
        row.product, row.plan = product or row.product, plan or row.plan
        row.seats = row.seats if seats is None else seats
        if row.state == State.ENDED and ends_on is not None and ends_on >= now.date():
            row.state, row.ended_on, row.reason = State.ACTIVE, None, ""
        row.save(update_fields=["ends_on", "product", "plan", "seats", "state", "ended_on", "reason"])
        note_act(
            actor=actor,
            action="licences.open",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence(
                "Changed %(plan)s to %(seats)s seats, paid until %(ends_on)s",
                plan=row.plan,
                seats=row.seats,
                ends_on=row.ends_on,
            ),
        )
        publish(LicenceChanged(read_rulebook(row.program_id), row.partner_id, row.pk, now))
    return row
