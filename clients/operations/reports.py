"""What the vendor's product reports: sign-ups of clients, and the seats of their plans."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from clients.models import ClientLicence
from clients.queries import client_of_account
from common.actor import Actor
from common.refusals import Refused


class UnableToReport(Refused):
    """The account isn't known, or pays for nothing on the day."""


def report_seats(*, actor: Actor, account: str, seats: int, today: date, now: datetime) -> ClientLicence:
    """Set the user limit of an account's plan, as the product has it now; new seats count by it (B24-g).

    Raises UnableToReport for an account that isn't a client's, or has no active subscription; PermissionDenied for
    anyone but the program's staff and the system.
    """
    require(actor, "licences.open")
    client = client_of_account(actor, account)
    if client is None:
        raise UnableToReport({"account": _("No client has this account.")})
    with transaction.atomic():
        rows = ClientLicence.objects.visible_to(actor).filter(
            client=client, kind=ClientLicence.Kind.SUBSCRIPTION, state=ClientLicence.State.ACTIVE, starts_on__lte=today
        )
        row = rows.order_by("-starts_on", "-pk").select_for_update(no_key=True, of=("self",)).first()
        if row is None:
            raise UnableToReport({"account": _("This account has no active subscription.")})
        if row.seats != seats:
            note_act(
                actor=actor,
                action="licences.open",
                subject=row,
                partner_id=row.partner_id,
                now=now,
                summary=sentence(
                    "Reported %(seats)s seats for %(account)s, before %(before)s",
                    seats=seats,
                    account=client.account,
                    before=row.seats,
                ),
            )
            row.seats = seats
            row.save(update_fields=["seats"])
    return row
