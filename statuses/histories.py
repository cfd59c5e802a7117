"""Reads the engine's input for partners: one query for any number of them."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from django.db import connection

from common.planned import planned
from statuses.engine import Fact, History, ManagerDecision, PointsCut

# Facts, decisions about levels, and penalties that cancel points; these have their clause in place of the reason.
# Retracted rows are looked up in a hashed set: joining the log to itself turns quadratic on a freshly filled database,
# whose statistics still say the table is empty.
_KNOWN = """
WITH lived AS MATERIALIZED (SELECT * FROM activities_activity WHERE partner_id = ANY(%(partners)s))
SELECT 0 AS what, partner_id, "on", id, kind, amount, quantity, subject, attributes::text, ''
FROM lived
WHERE "on" <= %(until)s AND retracts_id IS NULL
  AND id NOT IN (SELECT retracts_id FROM lived WHERE retracts_id IS NOT NULL)
UNION ALL
SELECT 1, partner_id, "on", id, kind, NULL, NULL, track, level, reason FROM statuses_decision
WHERE partner_id = ANY(%(partners)s) AND "on" <= %(until)s
UNION ALL
SELECT 2, partner_id, starts_on, id, effect, NULL, points, '', '', clause FROM partners_restriction
WHERE partner_id = ANY(%(partners)s) AND effect = 'points' AND lifted_on IS NULL AND starts_on <= %(until)s
UNION ALL
SELECT 3, id, accepted_on, id, entry_level, NULL, NULL, currency, '', '' FROM partners_partner
WHERE id = ANY(%(partners)s)
ORDER BY 1, 2, 3, 4
"""
_FACT, _DECISION, _CUT = 0, 1, 2

Known = tuple[int, date, str, str]


def histories(partner_ids: Sequence[int], *, until: date, known: Sequence[Known] = ()) -> dict[int, History]:
    """Each partner's history up to and including a day; partners accepted later are left out.

    ``known`` are the partners' rows, if they were read before: id, day of acceptance, entry level and currency.
    """
    ids = list(partner_ids)
    facts: dict[int, list[Fact]] = defaultdict(list)
    decisions: dict[int, list[ManagerDecision]] = defaultdict(list)
    cuts: dict[int, list[PointsCut]] = defaultdict(list)
    rows: list[Known] = []
    with planned() if len(ids) == 1 else connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"partners": ids, "until": until})
        for what, partner_id, on, pk, kind, amount, number, subject, told, reason in cursor.fetchall():
            if what == _FACT:
                facts[partner_id].append(Fact(pk, kind, on, amount, number, subject, _attributes(told)))
            elif what == _DECISION:
                decisions[partner_id].append(ManagerDecision(pk, on, subject, kind, told, reason))
            elif what == _CUT:
                cuts[partner_id].append(PointsCut(pk, on, number, reason))
            else:
                rows.append((pk, on, kind, subject))
    return {
        pk: History(accepted_on, entry_level, facts[pk], decisions[pk], currency, cuts[pk])
        for pk, accepted_on, entry_level, currency in known or rows
        if accepted_on <= until
    }


@lru_cache(maxsize=4096)
def _attributes(text: str) -> Mapping[str, object]:
    """Parse stored attributes; cached, because few values repeat in many rows and nobody changes them."""
    found: dict[str, object] = json.loads(text)
    return MappingProxyType(found)
