"""Reservations of one request in a burst, beside a bare conditional update and SELECT FOR UPDATE."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from statistics import median
from threading import Barrier, Thread
from time import perf_counter
from typing import Any

from django.db import connection
from django.db.models import F

from bench.fixture import LAST
from bench.lead_rows import BOARD, join_everybody, make_leads, mode_of
from bench.timing import Figure
from common.actor import Actor
from common.clock import now
from common.refusals import Refused
from common.tenancy import bind
from leads.board.access import access_of
from leads.board.operations.reserving import reserve_request
from leads.board.places import fill_place
from leads.models import LeadRequest, Participant, Reservation
from partners.models import Partner

CONNECTIONS, ROUNDS = 50, 21
WARM = 3  # rounds that aren't counted
Work = Callable[[int, LeadRequest], None]


def run(program_id: int) -> Iterator[Figure]:
    """Fifty partners want one request at once: through the operation, with a bare update, and behind a lock."""
    rulebook = join_everybody(program_id)
    mode = mode_of(rulebook, BOARD)
    with bind(program_id):
        partners = list(Partner.objects.filter(program_id=program_id, country="DE").order_by("pk")[:CONNECTIONS])
    actors = [Actor("partner", None, program_id, partner.pk, "main") for partner in partners]
    about: dict[str, Any] = {"rulebook": rulebook, "today": LAST, "now": now()}

    def operation(n: int, lead: LeadRequest) -> None:
        with suppress(Refused):
            reserve_request(actor=actors[n], partner=partners[n], lead=lead, **about)

    def bare(n: int, lead: LeadRequest) -> None:
        with bind(program_id):
            LeadRequest.objects.filter(pk=lead.pk, state="open", held__lt=F("places")).update(held=F("held") + 1)

    def locking(n: int, lead: LeadRequest) -> None:
        """The same checks and rows, behind a lock on the request."""
        with bind(program_id):
            held = LeadRequest.objects.select_for_update().get(pk=lead.pk)
            Participant.objects.select_for_update(no_key=True).get(partner=partners[n])
            access = access_of(partners[n], rulebook, on=LAST)
            known = Reservation.objects.filter(lead=held, partner=partners[n]).exists()
            if access.problem or access.limit_problem or not access.covers(held) or known or held.held >= held.places:
                return
            held.held += 1
            held.save(update_fields=["held"])
            fill_place(actor=actors[n], lead=held, partner_id=partners[n].pk, **about)

    ways = (operation, bare, locking)
    bursts = [(way, make_leads(rulebook, mode, "DE", "open", 1)[0]) for _round in range(WARM + ROUNDS) for way in ways]
    took = _in_turns(bursts)[WARM * len(ways) :]
    with bind(program_id):
        filled = [Reservation.objects.filter(lead=lead).exclude(slot=None).count() for _way, lead in bursts]
    over = sum(max(0, held - lead.places) for held, (way, lead) in zip(filled, bursts, strict=True) if way is not bare)
    rates = {way.__name__: CONNECTIONS / median(took[place :: len(ways)]) for place, way in enumerate(ways)}
    of_bare, of_lock = rates["operation"] / rates["bare"], rates["operation"] / rates["locking"]
    yield Figure(
        f"a burst of {CONNECTIONS} reservations of one request",
        f"{rates['operation']:,.0f}/s, {of_bare:.2f} of a bare conditional update ({rates['bare']:,.0f}/s)",
        "at least half",
        of_bare >= 0.5,
    )
    yield Figure(
        "the same against SELECT FOR UPDATE", f"{of_lock:.1f} x ({rates['locking']:,.0f}/s)", "5 x", of_lock >= 5
    )
    yield Figure("reservations beyond three a request", str(over), "none", over == 0)


def _in_turns(bursts: Sequence[tuple[Work, LeadRequest]]) -> list[float]:
    """The seconds of each burst until all connections are done; they are kept, as those of web workers are."""
    barrier = Barrier(CONNECTIONS + 1)

    def one(n: int) -> None:
        try:
            for work, lead in bursts:
                barrier.wait()
                work(n, lead)
                barrier.wait()
        except BaseException:
            barrier.abort()  # or everybody else would wait
            raise
        finally:
            connection.close()

    threads = [Thread(target=one, args=(n,)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    took = []
    for _burst in bursts:
        barrier.wait()
        start = perf_counter()
        barrier.wait()
        took.append(perf_counter() - start)
    for thread in threads:
        thread.join()
    return took
