"""Opening a paid license, registering it to its end user, and ending it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, says, sentence
from clients.events import LicenceEnded, LicenceOpened, LicenceRegistered
from clients.keys import new_key, sealed
from clients.models import Client, ClientLicence
from clients.operations.seats import recount_seats
from clients.queries import registration_days
from clients.referral.operations.signing_up import note_first_payment
from clients.rules import register_by
from common.actor import Actor
from common.constraints import violated
from common.events import publish
from common.prepared import PreparedFor, Slot, columns, insert, made
from common.refusals import Refused
from common.tenancy import bind
from common.text import without_odd
from partners.models import Partner
from programs.rulebook import Rulebook, read_rulebook

State = ClientLicence.State
_BY_REFERENCE = PreparedFor(
    lambda actor: (
        ClientLicence.objects.visible_to(actor)
        .filter(reference=Slot("reference"))
        .order_by("pk")
        .values_list(*columns(ClientLicence))
    )
)


class UnableToOpenLicence(Refused):
    """The license cannot be opened; ``problems`` says why, by field."""


class UnableToRegister(Refused):
    """The license cannot be registered: it is registered already, deactivated, or of another client."""


class UnableToEndLicence(Refused):
    """The license ended before."""


def open_licence(
    *,
    actor: Actor,
    client: Client | None,
    partner: Partner,
    kind: str,
    product: str,
    plan: str,
    seats: int,
    starts_on: date,
    ends_on: date | None,
    reference: str,
    today: date,
    now: datetime,
    rulebook: Rulebook | None = None,
) -> ClientLicence:
    """Open a license that was paid for today: a cloud subscription, or an activation key that is made here.

    ``kind`` is a `ClientLicence.Kind`; a subscription needs its client, a key may get it when it is registered.
    ``ends_on`` is the last paid day. The same ``reference`` (an order line) always returns the same license, however
    often and in parallel it is asked for. A key that is sold without its client must be registered within the program's
    term (B24-2.3a). Raises UnableToOpenLicence without a client or with another partner's; PermissionDenied for anyone
    but the program's staff and the system. ``rulebook`` is read if it isn't given.
    """
    require(actor, "licences.open", program_id=partner.program_id)
    if found := _opened(actor, reference):
        return found
    if kind == ClientLicence.Kind.SUBSCRIPTION and client is None:
        raise UnableToOpenLicence({"client": _("A cloud subscription needs the client's account.")})
    if client is not None and client.partner_id != partner.pk:
        raise UnableToOpenLicence({"client": _("This client is linked to another partner.")})
    rulebook = rulebook or read_rulebook(partner.program_id)
    days = registration_days(rulebook, today)
    needs = client is None and days is not None
    try:
        with transaction.atomic():
            licence = ClientLicence(
                program_id=partner.program_id,
                partner=partner,
                seller=partner,
                client=client,
                kind=kind,
                product=product,
                plan=plan,
                seats=seats,
                starts_on=starts_on,
                ends_on=ends_on,
                reference=reference,
                registered_to=client.company if client else "",
                registered_on=today if client else None,
                register_by=register_by(today, days) if needs and days is not None else None,
                opened_at=now,
                **(sealed(new_key()) if kind == ClientLicence.Kind.KEY else {}),
            )
            insert(licence)
            if client is not None:
                _note_payment(client, today)
            _note(actor, licence, sentence("Opened %(plan)s for %(partner)s", plan=plan, partner=partner.name), now)
            publish(LicenceOpened(rulebook, partner.pk, licence.pk, today, now, licence))
    except IntegrityError as error:
        if not violated(error, "clients_licence_reference"):
            raise
        found = _opened(actor, reference)
        if found is None:
            raise
        return found
    return licence


def register_licence(
    *, actor: Actor, licence: ClientLicence, client: Client, today: date, now: datetime
) -> ClientLicence:
    """Register a key to its real end user (B24-2.3a).

    A deactivated key is registered by the vendor's staff only, and works again. Raises UnableToRegister for a license
    that is registered or ended, and for another partner's client; PermissionDenied.
    """
    require(actor, "licences.register", program_id=licence.program_id)
    with transaction.atomic():
        row = _held(actor, licence)
        if row.registered_on is not None:
            raise UnableToRegister(
                {"": _("This license is already registered to %(who)s.") % {"who": row.registered_to}}
            )
        if row.state == State.ENDED or (row.state == State.DEACTIVATED and not actor.is_vendor):
            said = _("This license was deactivated because it wasn't registered in time. Ask your partner manager.")
            raise UnableToRegister({"": said})
        if client.partner_id != row.partner_id or client.program_id != row.program_id or client.merged_into_id:
            raise UnableToRegister({"client": _("Choose one of your clients.")})
        row.client, row.registered_to, row.registered_on = client, client.company, today
        row.state, row.ended_on, row.reason = State.ACTIVE, None, ""
        row.save(update_fields=["client", "registered_to", "registered_on", "state", "ended_on", "reason"])
        _note_payment(client, row.starts_on)
        _note(actor, row, sentence("Registered %(plan)s to %(client)s", plan=row.plan, client=client.company), now)
        publish(LicenceRegistered(read_rulebook(row.program_id), row.partner_id, row.pk, today, now))
    return row


def end_licence(
    *,
    actor: Actor,
    licence: ClientLicence,
    on: date,
    reason: str,
    today: date,
    now: datetime,
    deactivated: bool = False,
    counts: bool = True,
) -> ClientLicence:
    """End a license with effect on a day, its first unpaid one; ``deactivated`` says that it may not be used any more.

    With ``counts`` false it never counted, for a refund or an excluded order (B24-3.2). Seats that no longer hold are
    taken back. Ending it again changes nothing but that. PermissionDenied for anyone but the program's staff and the
    system.
    """
    require(actor, "licences.open", program_id=licence.program_id)
    with transaction.atomic():
        row = _held(actor, licence)
        row.counts = row.counts and counts
        ended = row.state == State.ACTIVE
        if ended:
            row.state = State.DEACTIVATED if deactivated else State.ENDED
            row.ended_on, row.reason = on, without_odd(reason)[:400]
        row.save(update_fields=["counts", "state", "ended_on", "reason"])
        if row.client_id is not None and (deactivated or not row.counts):
            recount_seats(
                actor=Actor.system(row.program_id),
                client_ids=[row.client_id],
                rulebook=read_rulebook(row.program_id),
                reason=without_odd(reason)[:400],
                today=today,
                now=now,
            )
        if ended:
            _note(actor, row, sentence("Ended %(plan)s: %(reason)s", plan=row.plan, reason=row.reason), now)
            publish(LicenceEnded(read_rulebook(row.program_id), row.partner_id, row.pk, today, now))
    return row


def leave_out_licence(*, actor: Actor, licence: ClientLicence, counts: bool, reason: str, now: datetime) -> None:
    """Leave a license out of seats, or count it again; it goes on working (B24-3.2).

    For callers that change several licenses and then call `recount_seats`, which takes back what was counted already;
    `clients.operations.correcting` does both for one.
    """
    require(actor, "licences.open", program_id=licence.program_id)
    with transaction.atomic():
        row = _held(actor, licence)
        row.counts = counts
        row.save(update_fields=["counts"])
        _note(
            actor,
            row,
            sentence(
                says("Counts %(plan)s: %(reason)s") if counts else says("Leaves out %(plan)s: %(reason)s"),
                plan=row.plan,
                reason=without_odd(reason),
            ),
            now,
        )


def _held(actor: Actor, licence: ClientLicence) -> ClientLicence:
    return ClientLicence.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=licence.pk)


def _opened(actor: Actor, reference: str) -> ClientLicence | None:
    row = _BY_REFERENCE.first(actor, reference=reference)
    return made(ClientLicence, row) if row else None


def _note_payment(client: Client, on: date) -> None:
    if client.first_paid_on and client.first_paid_on <= on:
        return
    earlier = Client.objects.filter(pk=client.pk).exclude(first_paid_on__lte=on)
    if earlier.update(first_paid_on=on):
        client.first_paid_on = on
        if client.origin == Client.Origin.REFERRAL:
            with bind(client.program_id):  # its sign-up may be another partner's, who referred it
                note_first_payment(actor=Actor.system(client.program_id), client=client, on=on)


def _note(actor: Actor, licence: ClientLicence, summary: Sentence, now: datetime) -> None:
    note_act(
        actor=actor, action="licences.open", subject=licence, partner_id=licence.partner_id, now=now, summary=summary
    )
