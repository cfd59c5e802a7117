"""Requests of clients: reservations in a burst, distribution by turns, and the board, each beside the plain way."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from threading import Barrier, Thread
from time import perf_counter
from typing import Any

from django.db import connection, connections
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from bench.fixture import LAST
from bench.timing import Figure, ms, typical
from common.actor import Actor
from common.clock import now
from common.refusals import Refused
from common.tenancy import bind
from leads.board.access import access_of
from leads.board.holding import fill_place
from leads.board.operations.reserving import reserve_request
from leads.board.queries import board, read_access
from leads.models import LeadRequest, Reservation
from leads.rotation.operations import distributing
from partners.models import Partner
from programs.rulebook import Rulebook, read_rulebook
from web.paging import page_of

CONNECTIONS, ROUNDS = 50, 12
NETWORK, REQUESTS, ONE_BY_ONE = 2_411, 10_000, 300
OPEN = 100_000
BY_TURNS, BOARD = "by_turns", "offered_to_all"

_LEADS = """
INSERT INTO leads_leadrequest (program_id, source, mode, kind, country, region, currency, languages, text, state,
                               places, held, received_at, close_reason)
SELECT %(program)s, 'website', %(mode)s, 'training', %(country)s, '', '', '', 'We need training.', %(state)s, 3, 0,
       now(), ''
FROM generate_series(1, %(number)s) RETURNING id
"""
_CONTACTS = """
INSERT INTO leads_leadcontact (lead_id, program_id, sealed, email_key, secret_digest, salt, language, consent,
                               consented_at)
SELECT id, program_id, '', '', '', md5(id::text), 'en', '', now() FROM leads_leadrequest
WHERE program_id = %(program)s AND country = %(country)s AND state = %(state)s
ON CONFLICT DO NOTHING
"""
_MEMBERS = """
INSERT INTO leads_participant (program_id, partner_id, alias, rules_version, won, lost)
SELECT program_id, id, 'b' || id, %(version)s, 1000, 0 FROM partners_partner WHERE program_id = %(program)s
ON CONFLICT DO NOTHING
"""


def run(program_id: int) -> Iterator[Figure]:
    """Needs a network of at least 2,411 partners."""
    with bind(program_id):
        rulebook = read_rulebook(program_id)
    definition = rulebook.on(LAST)
    leads = definition.leads
    assert leads is not None, "the fixture's program gives leads"
    version = next(
        (one.version for one in definition.agreements if leads.rules and one.code == leads.rules.agreement), ""
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute(_MEMBERS, {"program": program_id, "version": version})
        cursor.execute("VACUUM ANALYZE leads_participant")
    modes = {mode.distribution: mode.code for mode in leads.modes}
    yield from _bursts(rulebook, modes[BOARD])
    yield from _distribution(rulebook, modes[BY_TURNS])
    yield from _board(rulebook, modes[BOARD])


def _bursts(rulebook: Rulebook, mode: str) -> Iterator[Figure]:
    """Fifty partners want one request at once: through the operation, with a bare update, and behind a lock."""
    program_id = rulebook.program.pk
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
        with bind(program_id):
            held = LeadRequest.objects.select_for_update().get(pk=lead.pk)
            access = access_of(partners[n], rulebook, on=LAST)
            known = Reservation.objects.filter(lead=held, partner=partners[n]).exists()
            if access.problem or access.limit_problem or not access.covers(held) or known or held.held >= held.places:
                return
            held.held += 1
            held.save(update_fields=["held"])
            fill_place(actor=actors[n], lead=held, partner_id=partners[n].pk, **about)

    rates = {work.__name__: 0.0 for work in (operation, bare, locking)}
    spent = dict.fromkeys(rates, 0.0)
    over = 0
    for _round in range(ROUNDS):
        for work in (operation, bare, locking):
            lead = _leads(rulebook, mode, "DE", "open", 1)[0]
            spent[work.__name__] += _together(work, lead)
            if work is not bare:
                with bind(program_id):
                    over += max(0, Reservation.objects.filter(lead=lead).exclude(slot=None).count() - lead.places)
    for name, took in spent.items():
        rates[name] = CONNECTIONS * ROUNDS / took
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


def _board(rulebook: Rulebook, mode: str) -> Iterator[Figure]:
    """The first page of the board with very many open requests."""
    program_id = rulebook.program.pk
    _leads(rulebook, mode, "DE", "open", OPEN)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE leads_leadrequest")
    with bind(program_id):
        partner = Partner.objects.filter(program_id=program_id, country="DE").latest("pk")
    actor = Actor("partner", None, program_id, partner.pk, "main")

    def page() -> None:
        access = read_access(partner, rulebook, on=LAST)
        assert page_of(board(actor, access), 1).rows

    with bind(program_id, partner.pk):
        with CaptureQueriesContext(connection) as seen:
            page()
        asked = [query["sql"] for query in seen if "app." not in query["sql"] and "SAVEPOINT" not in query["sql"]]
        took = typical(page, times=20)
    yield Figure(
        f"the board at {OPEN:,} open requests", f"{len(asked)} queries, {ms(took)}", "4 queries", len(asked) <= 4
    )


def _distribution(rulebook: Rulebook, mode: str) -> Iterator[Figure]:
    """Ten thousand requests of one country over the network, and some of them one by one."""
    program_id = rulebook.program.pk
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE partners_partner SET country = 'NZ' WHERE id IN "
            "(SELECT id FROM partners_partner WHERE program_id = %s ORDER BY id LIMIT %s)",
            [program_id, NETWORK],
        )
    with bind(program_id):
        members = Partner.objects.filter(program_id=program_id, country="NZ").count()
    rates = {}
    for name, batch, number in (("one by one", 1, ONE_BY_ONE), ("set-wise", distributing.BATCH, REQUESTS)):
        _leads(rulebook, mode, "NZ", "new", number)
        usual, distributing.BATCH = distributing.BATCH, batch
        moment = datetime.combine(LAST, datetime.min.time(), now().tzinfo)
        start = perf_counter()
        done = distributing.distribute(actor=Actor.system(program_id), rulebook=rulebook, now=moment)
        rates[name] = done / (perf_counter() - start)
        distributing.BATCH = usual
    ratio = rates["set-wise"] / rates["one by one"]
    a_minute = 60 * rates["set-wise"]
    yield Figure(
        f"distribution of {REQUESTS:,} requests over {members:,} partners",
        f"{a_minute:,.0f} a minute, {ratio:.1f} x one by one",
        "200,000 a minute, 3 x",
        a_minute >= 200_000 and ratio >= 3,
    )


def _leads(rulebook: Rulebook, mode: str, country: str, state: str, number: int) -> list[LeadRequest]:
    program_id = rulebook.program.pk
    given = {"program": program_id, "mode": mode, "country": country, "state": state, "number": number}
    with connections["owner"].cursor() as cursor:
        cursor.execute(_LEADS, given)
        ids = [row[0] for row in cursor.fetchmany(CONNECTIONS)]
        if number < OPEN:  # the board shows no contacts
            cursor.execute("ANALYZE leads_leadrequest")  # or each row's foreign key is checked by reading all requests
            cursor.execute(_CONTACTS, given)
    with bind(program_id):
        return list(LeadRequest.objects.filter(pk__in=ids))


def _together(work: Callable[[int, LeadRequest], None], lead: LeadRequest) -> float:
    """The seconds until all connections are done."""
    barrier = Barrier(CONNECTIONS + 1)

    def one(n: int) -> None:
        with bind(lead.program_id):
            pass  # the connection is open before the burst begins
        barrier.wait()
        work(n, lead)
        barrier.wait()
        connection.close()

    threads = [Thread(target=one, args=(n,)) for n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    barrier.wait()
    start = perf_counter()
    barrier.wait()
    took = perf_counter() - start
    for thread in threads:
        thread.join()
    return took
