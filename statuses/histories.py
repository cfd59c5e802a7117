"""Reading what the engine needs to know about partners: three queries for any number of them."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import connection

from statuses.engine import Fact, History, ManagerDecision

_FACTS = """
SELECT activity.partner_id, activity.id, activity.kind, activity."on", activity.amount, activity.quantity,
       activity.subject, activity.attributes
FROM activities_activity activity
LEFT JOIN activities_activity retraction ON retraction.retracts_id = activity.id
WHERE activity.partner_id = ANY(%s) AND activity."on" <= %s
  AND activity.retracts_id IS NULL AND retraction.id IS NULL
ORDER BY activity.partner_id, activity."on", activity.id
"""


def histories(partner_ids: Sequence[int], *, until: date) -> dict[int, History]:
    """What happened to each partner up to and including a day; partners accepted later are left out."""
    ids = list(partner_ids)
    facts: dict[int, list[Fact]] = defaultdict(list)
    decisions: dict[int, list[ManagerDecision]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [ids, until])
        for partner_id, fact_id, kind, on, amount, quantity, subject, attributes in cursor:
            facts[partner_id].append(Fact(fact_id, kind, on, amount, quantity, subject, _attributes(attributes)))
        cursor.execute(
            """SELECT partner_id, id, "on", track, kind, level, reason FROM statuses_decision
               WHERE partner_id = ANY(%s) AND "on" <= %s ORDER BY id""",
            [ids, until],
        )
        for partner_id, *row in cursor:
            decisions[partner_id].append(ManagerDecision(*row))
        cursor.execute(
            "SELECT id, accepted_on, entry_level FROM partners_partner WHERE id = ANY(%s) AND accepted_on <= %s",
            [ids, until],
        )
        return {
            partner_id: History(accepted_on, entry_level, facts[partner_id], decisions[partner_id])
            for partner_id, accepted_on, entry_level in cursor
        }


def _attributes(value: str | dict[str, object]) -> dict[str, object]:
    if isinstance(value, str):
        found: dict[str, object] = {} if value == "{}" else json.loads(value)
        return found
    return value
