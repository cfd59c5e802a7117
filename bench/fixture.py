"""A network of any size, generated in SQL: partners, activities, ledger entries, cards.

Entries span five years; every fourth partner is listed. The owner role loads it, since policies hide no rows from it.
Keys and indexes are dropped while loading and recreated afterwards, which checks and sorts ten million rows at once
instead of one by one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from common.actor import Actor
from common.clock import now
from programs.models import Program
from programs.operations import FIRST_RULES, publish

PRESET = "bitrix24"
LAST = date(2026, 6, 1)
FIRST = LAST - timedelta(days=5 * 365)
REVIEW_ON = LAST + timedelta(days=40)
ACTIVITIES_EACH = 20

_PARTNERS = """
INSERT INTO partners_partner (program_id, code, name, country, currency, accepted_on, entry_level, entity, website,
                              email, phone, city, address, description, services, languages, listed,
                              moderated_on)
SELECT %(program)s, 'p' || n, 'Company ' || n,
       (ARRAY['DE','FR','ES','IT','PL','CY','GR','BR','AE','GB','US','IN','MX'])[1 + n %% 13], 'EUR',
       %(first)s::date + n %% 300, '', '', 'https://p' || n || '.example', 'p' || n || '@example.com',
       '+49 30 1234', '', 'Street ' || n,
       'We build portals and automation for company number ' || n,
       ARRAY[(ARRAY['crm','websites','automation','telephony','training'])[1 + n %% 5]], ARRAY['en'], true,
       %(first)s::date + n %% 300
FROM generate_series(1, %(partners)s) n
"""
_ACTIVITIES = """
INSERT INTO activities_activity (program_id, partner_id, kind, "on", amount, quantity, subject, reference, attributes,
                                 reason, recorded_at)
SELECT %(program)s, p.id, k.kind, %(last)s::date - (1 + (p.id * 7 + k.n * 53) %% 330)::int, k.amount, k.quantity,
       'client ' || k.n %% 7, 'r' || p.id || '-' || k.n, k.attributes, '', now()
FROM partners_partner p
CROSS JOIN LATERAL (
    SELECT n, CASE WHEN n <= 12 THEN 'sale' WHEN n <= 15 THEN 'client_seats' WHEN n = 16 THEN 'meeting'
                   WHEN n <= 18 THEN 'evidence' ELSE 'course' END AS kind,
           CASE WHEN n <= 12 THEN (200 + (p.id * n) %% 700)::numeric END AS amount,
           CASE WHEN n BETWEEN 13 AND 15 THEN (100 + p.id %% 120)::int END AS quantity,
           CASE WHEN n = 16 THEN '{"meeting": "qbr"}' WHEN n = 17 THEN '{"evidence": "website"}'
                WHEN n = 18 THEN '{"evidence": "social"}' WHEN n = 19 THEN '{"course": "tutorial"}'
                WHEN n = 20 THEN '{"course": "sales"}' ELSE '{}' END::jsonb AS attributes
    FROM generate_series(1, %(each)s) n) k
"""
_ENTRIES = """
INSERT INTO points_entry (program_id, partner_id, account, points, earned_on, expires_on, rule, clause, key, reason,
                          posted_at)
SELECT %(program)s, %(base)s + 1 + (n * 7919) %% %(partners)s, 'main', 1 + n %% 90, day,
       (day + interval '1 year')::date, 'sale', 'B24-4.1', 'bench/' || n, '', now()
FROM (SELECT n, %(first)s::date + (n * %(days)s / %(entries)s)::int AS day
      FROM generate_series(1, %(entries)s::bigint) n) e
"""
_TOTALS = """
INSERT INTO points_account (program_id, partner_id, code, points)
SELECT %(program)s, partner_id, 'main', sum(points) FROM points_entry
WHERE program_id = %(program)s AND expires_on > %(last)s GROUP BY partner_id
"""
_STANDINGS = """
INSERT INTO statuses_standing (program_id, partner_id, track, level, since, confirmed_on, review_on, state, assessed_on)
SELECT %(program)s, id, 'status', 'silver', %(review)s::date - 365, %(review)s::date - 365, %(review)s,
       '{"lost": {}, "reviews": 1}', %(last)s
FROM partners_partner
"""
_CARDS = """
INSERT INTO partners_card (program_id, partner_id, code, name, country, city, website, email, phone, description,
                           services, languages, level, level_rank, featured, points, accepted_on)
SELECT p.program_id, p.id, p.code, p.name, p.country, p.city, p.website, p.email, p.phone, p.description, p.services,
       p.languages, 'silver', 1, p.id %% 50 = 0, a.points, p.accepted_on
FROM partners_partner p JOIN points_account a ON a.partner_id = p.id WHERE p.id %% 4 = 0
"""
_TEXTS = """
INSERT INTO partners_cardtext (card_id, program_id, search, services)
SELECT partner_id, program_id, to_tsvector('simple', lower(name || ' ' || description)), services FROM partners_card
"""
_TABLES = (
    "partners_partner",
    "activities_activity",
    "points_entry",
    "points_account",
    "statuses_standing",
    "partners_card",
    "partners_cardtext",
)


def make(*, partners: int, entries: int) -> int:
    """Fill an empty database; returns the program's id."""
    program = _program()
    values: dict[str, int | date] = {
        "program": program.pk,
        "partners": partners,
        "entries": entries,
        "first": FIRST,
        "last": LAST,
        "days": (LAST - FIRST).days,
        "review": REVIEW_ON,
        "each": ACTIVITIES_EACH,
        "base": 0,
    }
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        with _bare(cursor):
            cursor.execute(_PARTNERS, values)
            cursor.execute("SELECT min(id) - 1 FROM partners_partner")
            values["base"] = cursor.fetchone()[0]
            for statement in (_ACTIVITIES, _ENTRIES, _TOTALS, _STANDINGS, _CARDS, _TEXTS):
                cursor.execute(statement, values)
        cursor.execute("INSERT INTO points_watermark (program_id, active_on) VALUES (%s, %s)", [program.pk, LAST])
        cursor.execute("UPDATE programs_program SET opened_on = %s", [LAST])
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return program.pk


def _program() -> Program:
    source = (Path(settings.BASE_DIR) / "programs" / "presets" / f"{PRESET}.toml").read_text(encoding="utf-8")
    revision = publish(
        actor=Actor.system(None),
        program_code=PRESET,
        source=source,
        effective_from=FIRST,
        now=now(),
        partners_on=FIRST_RULES,
    )
    return revision.program


@contextmanager
def _bare(cursor: Any) -> Iterator[None]:
    """Drop foreign keys, unique keys and indexes, and recreate them afterwards."""
    cursor.execute(
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype FROM pg_constraint
           WHERE contype IN ('f', 'u') AND conrelid::regclass::text = ANY(%s) ORDER BY contype""",
        [list(_TABLES)],
    )
    constraints = cursor.fetchall()
    for table, name, *_ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        """SELECT indexname, indexdef FROM pg_indexes
           WHERE schemaname = 'public' AND tablename = ANY(%s) AND indexname NOT LIKE '%%_pkey'""",
        [list(_TABLES)],
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition, _ in reversed(constraints):
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
