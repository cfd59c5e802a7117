"""The provisioning port: it tells the vendor's product to activate, change and deactivate licenses (R21).

A program without webhooks is its own product: what the portal has recorded is in force, and the message is done at
once. Messages are rows of the transaction that changed the license, so a killed process neither loses nor doubles one.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clients.events import LicenceChanged, LicenceEnded, LicenceOpened, LicenceReactivated, LicenceRegistered
from clients.models import ClientLicence
from common.prepared import Prepared, Slot, columns, insert, made
from common.tenancy import bind
from store.models import ProvisioningEndpoint, ProvisioningMessage
from store.provisioning.wakeup import wake_after_commit

Kind, State = ProvisioningMessage.Kind, ProvisioningMessage.State
LicenceEvent = LicenceOpened | LicenceChanged | LicenceRegistered | LicenceReactivated | LicenceEnded
_ENDPOINTS = Prepared(
    lambda: (
        ProvisioningEndpoint.objects.filter(program_id=Slot("program"))
        .exclude(state="closed")
        .order_by("pk")
        .values_list(*columns(ProvisioningEndpoint))
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed about a license: ``content`` is what holds now, ``ended`` says that it no longer works.

    ``subject`` names the license, such as "license-17"; ``licence`` is the row of a client's. About one that is
    ``new`` in this transaction nothing was told yet.
    """

    program_id: int
    partner_id: int
    subject: str
    ended: bool
    content: dict[str, Any] = field(repr=False)
    now: datetime
    licence: ClientLicence | None = None
    new: bool = False


def provision(event: LicenceEvent) -> list[ProvisioningMessage]:
    """Queue what the product must do about the license that an event names; returns a message for each endpoint."""
    with bind(event.program_id, savepoint=False):  # a partner that registers a key sees no webhooks
        licence = event.licence if isinstance(event, LicenceOpened) else _held(event)
        change = Change(
            program_id=event.program_id,
            partner_id=licence.partner_id,
            subject=f"license-{licence.pk}",
            ended=isinstance(event, LicenceEnded),
            content=_content(licence),
            now=event.now,
            licence=licence,
            new=isinstance(event, LicenceOpened),
        )
        return queue(change)


def _held(event: LicenceEvent) -> ClientLicence:
    """Read and lock the license, which makes one sequence of everything that happens to it."""
    rows = ClientLicence.objects.filter(program_id=event.program_id).select_for_update(no_key=True, of=("self",))
    return rows.select_related("client", "seller").get(pk=event.licence_id)


def queue(change: Change) -> list[ProvisioningMessage]:
    """Queue a message about a license for each endpoint. The caller has locked the license and bound the program."""
    before = None if change.new else _last(change)
    sequence = before.sequence + 1 if before else 1
    endpoints = [made(ProvisioningEndpoint, row) for row in _ENDPOINTS.rows(program=change.program_id)]
    receivers: list[ProvisioningEndpoint | None] = [*endpoints] or [None]
    messages = [
        ProvisioningMessage(
            program_id=change.program_id,
            partner_id=change.partner_id,
            subject=change.subject,
            licence=change.licence,
            endpoint=endpoint,
            sequence=sequence,
            kind=_kind(change, before),
            content={"license": change.subject, "sequence": sequence, **change.content},
            state=State.WAITING if endpoint else State.DONE,
            done_at=None if endpoint else change.now,
            queued_at=change.now,
        )
        for endpoint in receivers
    ]
    for message in messages:
        insert(message)
    if endpoints:
        wake_after_commit()
    return messages


def _last(change: Change) -> ProvisioningMessage | None:
    known = ProvisioningMessage.objects.filter(program_id=change.program_id, subject=change.subject)
    return known.order_by("-sequence").first()


def _kind(change: Change, before: ProvisioningMessage | None) -> str:
    if change.ended:
        return Kind.DEACTIVATE
    # A deactivated key works again once it is registered or reactivated.
    return Kind.CHANGE if before and before.kind != Kind.DEACTIVATE else Kind.ACTIVATE


def _content(licence: ClientLicence) -> dict[str, Any]:
    client = licence.client
    return {
        "kind": licence.kind,
        "nfr": False,
        "state": licence.state,
        "product": licence.product,
        "plan": licence.plan,
        "seats": licence.seats,
        "starts_on": licence.starts_on.isoformat(),
        "ends_on": licence.ends_on.isoformat() if licence.ends_on else None,
        "ended_on": licence.ended_on.isoformat() if licence.ended_on else None,
        "order": licence.reference,
        "partner": licence.seller.code,
        "account": client.account if client else "",
        "company": client.company if client else licence.registered_to,
        "country": client.country if client else "",
    }
