"""Moving a client to another partner, and merging two records of one client."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from activities.operations import retract_activity
from clients.events import ClientChanged, ClientMoved
from clients.models import Client, ClientLicence, ClientMove, ReferralSignUp
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.text import without_odd
from partners.models import Partner
from programs.rulebook import read_rulebook


class UnableToMoveClient(Refused):
    """The client stays where it is; ``problems`` says why, by field: ``to``, ``into``, ``reason``."""


def move_client(*, actor: Actor, client: Client, to: Partner, reason: str, today: date, now: datetime) -> ClientMove:
    """Link a client to another partner at the client's request. What was sold stays with the seller (R19).

    The new partner serves its licenses from today: renewals and seats that complete from today on are its own. Raises
    UnableToMoveClient without a reason, to the same partner, to one whose partnership ended, and for a merged record;
    PermissionDenied for anyone but the program's staff and the system.
    """
    require(actor, "clients.manage", program_id=client.program_id)
    reason = _said(reason)
    with transaction.atomic():
        row = _held(actor, [client.pk])[0]
        if row.merged_into_id is not None:
            raise UnableToMoveClient({"": _("This record was merged into another. Move that one.")})
        if to.program_id != row.program_id or to.pk == row.partner_id:
            raise UnableToMoveClient({"to": _("Choose another partner.")})
        if to.ended_on is not None and to.ended_on <= today:
            raise UnableToMoveClient({"to": _("The partnership of %(partner)s has ended.") % {"partner": to.name}})
        before = row.partner
        ClientLicence.objects.filter(client=row).update(partner=to)
        row.partner = to
        row.save(update_fields=["partner"])
        move = ClientMove.objects.create(
            program_id=row.program_id,
            client=row,
            kind=ClientMove.Kind.MOVED,
            from_partner=before,
            to_partner=to,
            on=today,
            reason=reason,
            by_id=actor.user_id,
            at=now,
        )
        _note(
            actor,
            row,
            sentence("Moved %(client)s from %(before)s to %(to)s", client=row.company, before=before.name, to=to.name),
            now,
        )
        rulebook = read_rulebook(row.program_id)
        publish(ClientMoved(rulebook, row.pk, move.pk, before.pk, to.pk, today, now))
    return move


def merge_clients(*, actor: Actor, client: Client, into: Client, reason: str, today: date, now: datetime) -> ClientMove:
    """Merge a second record of one client into the other, which gets its licenses and what it lacks itself.

    Seats that both counted are counted once: those of the merged record are taken back. Raises UnableToMoveClient
    without a reason, for the same record twice, one that was merged before, and two cloud accounts, which are two
    clients; PermissionDenied for anyone but the program's staff and the system.
    """
    require(actor, "clients.manage", program_id=client.program_id)
    reason = _said(reason)
    if client.pk == into.pk or client.program_id != into.program_id:
        raise UnableToMoveClient({"into": _("Choose another client.")})
    with transaction.atomic():
        rows = {row.pk: row for row in _held(actor, [client.pk, into.pk])}
        gone, kept = rows[client.pk], rows[into.pk]
        if gone.merged_into_id is not None or kept.merged_into_id is not None:
            raise UnableToMoveClient({"into": _("One of these records was merged before.")})
        if gone.account and kept.account:
            said = _("These are two cloud accounts, so two clients. Only one of the records may have an account.")
            raise UnableToMoveClient({"into": said})
        _take_over(gone, kept)
        ClientLicence.objects.filter(client=gone).update(client=kept, partner_id=kept.partner_id)
        Client.objects.filter(merged_into=gone).update(merged_into=kept)
        ReferralSignUp.objects.filter(client=gone).update(client=kept)
        if gone.seats_activity is not None and kept.seats_activity is not None:
            retract_activity(
                actor=Actor.system(gone.program_id),
                activity=gone.seats_activity,
                reason=f"{gone.company} was merged into {kept.company}",
                today=today,
                now=now,
            )
        move = ClientMove.objects.create(
            program_id=kept.program_id,
            client=kept,
            merged=gone,
            kind=ClientMove.Kind.MERGED,
            from_partner_id=gone.partner_id,
            to_partner_id=kept.partner_id,
            on=today,
            reason=reason,
            by_id=actor.user_id,
            at=now,
        )
        _note(
            actor,
            kept,
            sentence(
                "Merged client %(number)s %(client)s into %(kept)s",
                number=gone.pk,
                client=gone.company,
                kept=kept.company,
            ),
            now,
        )
        rules = read_rulebook(kept.program_id).on(today)
        for row in (gone, kept):
            publish(ClientChanged(row.program_id, row.pk, rules))
    return move


def _take_over(gone: Client, kept: Client) -> None:
    """Give the kept record what it lacks. The account moves first: it is unique in the program."""
    account, gone.account, gone.kind = gone.account, "", Client.Kind.ON_PREMISE
    gone.merged_into = kept
    seats, keeps = gone.seats_activity, kept.seats_activity_id is not None
    if seats is not None and not keeps:
        gone.seats_activity = None
    gone.save(update_fields=["account", "kind", "merged_into", "seats_activity"])
    if account:
        kept.account, kept.kind = account, Client.Kind.CLOUD
    kept.contact = kept.contact or gone.contact
    kept.tax_id = kept.tax_id or gone.tax_id
    kept.known_before = kept.known_before or gone.known_before
    if seats is not None and not keeps:
        kept.seats_activity = seats
    paid = [day for day in (gone.first_paid_on, kept.first_paid_on) if day is not None]
    kept.first_paid_on = min(paid, default=None)
    kept.save()


def _held(actor: Actor, ids: list[int]) -> list[Client]:
    rows = Client.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    return list(rows.select_for_update(no_key=True, of=("self",)).select_related("partner", "seats_activity"))


def _said(reason: str) -> str:
    if not (said := without_odd(reason)):
        raise UnableToMoveClient({"reason": _("Enter a reason.")})
    return said[:400]


def _note(actor: Actor, client: Client, summary: Sentence, now: datetime) -> None:
    note_act(
        actor=actor, action="clients.manage", subject=client, partner_id=client.partner_id, now=now, summary=summary
    )
