"""Erasing one person where much is held of others: by the client's private link, and by a manager."""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from bench.fixture import LAST
from bench.lead_rows import BOARD, join_everybody, make_leads, mode_of
from bench.timing import Figure, seconds
from common.actor import Actor
from common.clock import now
from common.tenancy import bind
from leads.models import LeadRequest
from leads.requests.operations.following import erase_request
from leads.requests.operations.receiving import receive_request
from privacy.operations import erase_by_address
from programs.rulebook import Rulebook

LEADS, NOTES_EACH, MAILS = 100_000, 3, 200_000
MINUTE = 60
_NOTES = """
WITH held AS (
    INSERT INTO leads_reservation (program_id, partner_id, lead_id, slot, places, state, stage, next_step, reason,
                                   reserved_at, touched_at, stars_text)
    SELECT program_id, (SELECT min(id) FROM partners_partner WHERE program_id = %(program)s), id, 1, places, 'open',
           'new', 'Call client number ' || id, '', now(), now(), 'A rating with some words of client ' || id
    FROM leads_leadrequest WHERE program_id = %(program)s AND held = 0 RETURNING id, partner_id, program_id
)
INSERT INTO leads_leadnote (program_id, partner_id, reservation_id, kind, text, at)
SELECT program_id, partner_id, id, 'note', 'Called the client of reservation ' || id || ', sent an offer by email. '
       || repeat('They want to think about it. ', 5), now()
FROM held CROSS JOIN generate_series(1, %(each)s)
"""
_MAILS = """
INSERT INTO notices_mail (program_id, key, "to", subject, text, link, sealed, language, queued_at, attempts, failure)
SELECT %(program)s, 'bench/' || n, 'somebody' || n || '@client.example', 'Your request ' || n,
       'Thank you for your request number ' || n || '. ' || repeat('We pass it on to partners. ', 8), '', '', 'en',
       now(), 1, ''
FROM generate_series(1, %(mails)s) n
"""
_BIGGEST = """
SELECT sum(n_live_tup)::bigint FROM pg_stat_user_tables
"""


def run(program_id: int) -> Iterator[Figure]:
    """Fill requests, notes and the outbox, then erase one client in both ways."""
    rulebook = join_everybody(program_id)
    make_leads(rulebook, mode_of(rulebook, BOARD), "DE", "open", LEADS, contacts=False)
    given = {"program": program_id, "each": NOTES_EACH, "mails": MAILS}
    with connections["owner"].cursor() as cursor:
        for statement in (_NOTES, _MAILS):
            cursor.execute(statement, given)
        cursor.execute("ANALYZE")
        cursor.execute(_BIGGEST)
        rows = cursor.fetchone()[0]
    lead = _ask(rulebook, "zora.one@canary.example")
    about: dict[str, Any] = {"rulebook": rulebook, "today": LAST, "now": now()}
    took = seconds(lambda: erase_request(actor=Actor.visitor(program_id), lead=lead, **about))
    yield Figure(
        f"erasing a client by its private link among {rows:,} rows", f"{took:.1f} s", "a minute", took < MINUTE
    )
    address = "zora.two@canary.example"
    _ask(rulebook, address)
    system = Actor.system(program_id)

    def erase() -> None:
        with bind(program_id):
            erase_by_address(actor=system, program_id=program_id, email=address, today=LAST, now=now())

    took = seconds(erase)
    yield Figure("the same by a manager, in every table", f"{took:.1f} s", "a minute", took < MINUTE)


def _ask(rulebook: Rulebook, email: str) -> LeadRequest:
    answers = {"client": "Zora Kanaryenko", "email": email, "phone": "+357 99 765432", "country": "DE"}
    leads = rulebook.on(LAST).leads
    assert leads is not None
    assert leads.kinds is not None
    return receive_request(
        actor=Actor.visitor(rulebook.program.pk),
        rulebook=rulebook,
        kind=leads.kinds.items[0].code,
        answers={**answers, "request": "We need a portal."},
        consent=True,
        now=now(),
    ).lead
