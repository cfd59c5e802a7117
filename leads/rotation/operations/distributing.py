"""Distributes requests by turns: set by set, one territory after the other (BPS-lead, B24-6)."""

from datetime import datetime

from accounts.permissions import require
from common.actor import Actor
from common.memory import uncollected
from common.tenancy import bind
from leads.requests.models import LeadRequest
from leads.rotation.batches import BATCH, Batch, hold_territory, hold_waiting
from programs.rulebook import Rulebook

State = LeadRequest.State


def distribute(*, actor: Actor, rulebook: Rulebook, now: datetime) -> int:
    """Offer every new request to the partner whose turn it is; returns how many were decided.

    Each territory's batch is one transaction under the territory's lock, so that a worker that dies leaves no half of
    it. PermissionDenied for partners and visitors.
    """
    require(actor, "leads.run")
    program, decided = rulebook.program, 0
    with bind(program.pk):
        waiting = LeadRequest.objects.filter(program_id=program.pk, state=State.NEW)
        places = sorted(set(waiting.order_by().values_list("mode", "country")))
    for mode, country in places:
        while batch := _distribute_batch(rulebook, mode, country, now):
            decided += batch
    return decided


def _distribute_batch(rulebook: Rulebook, mode: str, country: str, now: datetime) -> int:
    program = rulebook.program
    with bind(program.pk), uncollected():
        territory = hold_territory(program.pk, mode, country)
        leads = hold_waiting(territory, BATCH)
        if not leads:
            return 0
        batch = Batch.read(rulebook, territory, leads, now)
        for lead in leads:
            batch.decide(lead)
        batch.write()
    return len(leads)
