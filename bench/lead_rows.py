"""Requests of clients and partners that may take them, made set-wise: what the benchmarks of leads share."""

from django.db import connections

from bench.fixture import LAST
from common.tenancy import bind
from leads.models import LeadRequest
from programs.rulebook import Rulebook, read_rulebook

BY_TURNS, BOARD = "by_turns", "offered_to_all"
MOST_RETURNED = 50

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


def join_everybody(program_id: int) -> Rulebook:
    """Let every partner take part in the lead program; returns the rules."""
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
    return rulebook


def mode_of(rulebook: Rulebook, distribution: str) -> str:
    """The program's mode that distributes so."""
    leads = rulebook.on(LAST).leads
    assert leads is not None
    return next(mode.code for mode in leads.modes if mode.distribution == distribution)


def make_leads(
    rulebook: Rulebook, mode: str, country: str, state: str, number: int, *, contacts: bool = True
) -> list[LeadRequest]:
    """Make requests; returns the first few of them. Without contacts they can be shown on the board only."""
    program_id = rulebook.program.pk
    given: dict[str, int | str] = {
        "program": program_id,
        "mode": mode,
        "country": country,
        "state": state,
        "number": number,
    }
    with connections["owner"].cursor() as cursor:
        cursor.execute(_LEADS, given)
        ids = [row[0] for row in cursor.fetchmany(MOST_RETURNED)]
        if contacts:
            cursor.execute("ANALYZE leads_leadrequest")  # or each row's foreign key is checked by reading all requests
            cursor.execute(_CONTACTS, given)
    with bind(program_id):
        return list(LeadRequest.objects.filter(pk__in=ids))
