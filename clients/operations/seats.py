"""Counting new client seats, once a client has paid for enough months in a row (B24-g, R17)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.permissions import require
from activities.models import Activity
from activities.operations import record_activity, retract_activity
from clients.models import Client
from clients.queries import terms_of
from clients.rules import SeatsRun, first_complete, runs_of
from common.actor import Actor
from partners.models import Partner
from programs.rulebook import Rulebook


def count_seats(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Record the seats of clients whose months are complete by today; returns the number of clients.

    The activity is dated the day of completion and belongs to the client's partner (R19). A second run finds nothing.
    PermissionDenied for anyone but the program's staff and the system.
    """
    require(actor, "licences.open")
    clients = rulebook.on(today).clients
    if clients is None or clients.new_seats is None:
        return 0
    months = clients.new_seats.paid_months
    waiting = (
        Client.objects.visible_to(actor)
        .current()
        .filter(seats_activity=None, known_before=False, first_paid_on__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    terms = terms_of(list(waiting))
    done = 0
    for client_id, held in terms.items():
        run = first_complete(runs_of(held, months=months, today=today))
        if run is not None and run.seats:
            done += _count(actor, client_id, run, rulebook, clients.new_seats.activity, today, now)
    return done


def recount_seats(
    *, actor: Actor, client_ids: Iterable[int], rulebook: Rulebook, reason: str, today: date, now: datetime
) -> int:
    """Take back seats that no longer hold after a refund or an exclusion; returns the number of clients (B24-3.2)."""
    require(actor, "licences.open")
    clients = rulebook.on(today).clients
    months = clients.new_seats.paid_months if clients and clients.new_seats else 0
    done = 0
    with transaction.atomic():
        rows = Client.objects.visible_to(actor).filter(pk__in=list(client_ids)).exclude(seats_activity=None)
        rows = (
            rows.order_by("pk").select_related("seats_activity__partner").select_for_update(no_key=True, of=("self",))
        )
        for client in rows:
            run = first_complete(runs_of(terms_of([client.pk])[client.pk], months=months, today=today))
            counted = client.seats_activity
            if counted is None or (run and _same(run, counted)):
                continue
            retract_activity(actor=actor, activity=counted, reason=reason, today=today, now=now)
            client.seats_activity = None
            client.save(update_fields=["seats_activity"])
            done += 1
    return done


@transaction.atomic
def _count(
    actor: Actor, client_id: int, run: SeatsRun, rulebook: Rulebook, kind: str, today: date, now: datetime
) -> int:
    partner_id = Client.objects.values_list("partner_id", flat=True).get(pk=client_id)
    partner = Partner.objects.select_for_update(no_key=True).get(pk=partner_id)
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client_id)
    if client.seats_activity_id is not None or client.partner_id != partner.pk:
        return 0
    client.seats_activity = record_activity(
        actor=actor,
        partner=partner,
        rulebook=rulebook,
        kind=kind,
        on=max(run.complete_on, partner.accepted_on),
        today=today,
        now=now,
        quantity=run.seats,
        subject=client.company,
        reference=_reference(client, run),
    )
    client.save(update_fields=["seats_activity"])
    return 1


def _same(run: SeatsRun, counted: Activity) -> bool:
    """Whether the run is what was counted: an activity is never before its partner's acceptance."""
    on = max(run.complete_on, counted.partner.accepted_on)
    return on == counted.on and run.seats == counted.quantity


def _reference(client: Client, run: SeatsRun) -> str:
    """A reference that was not used yet: seats that were taken back may be counted again."""
    stem = f"seats/{client.pk}/{run.complete_on}"
    used = Activity.objects.filter(program_id=client.program_id, reference__startswith=stem, retracts=None).count()
    return f"{stem}/{used + 1}" if used else stem
