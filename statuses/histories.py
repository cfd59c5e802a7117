"""Reading what the engine needs to know about partners: three queries for any number of them."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import connection

from statuses.engine import Fact, History, ManagerDecision

# The partners' rows are read once and the retracted ones looked up in a hashed set: a join of the log with itself
# turns quadratic on a database that was filled a moment ago, whose statistics still say that the table is empty.
_FACTS = """
WITH lived AS MATERIALIZED (SELECT * FROM activities_activity WHERE partner_id = ANY(%s))
SELECT partner_id, id, kind, "on", amount, quantity, subject, attributes
FROM lived
WHERE "on" <= %s AND retracts_id IS NULL
  AND id NOT IN (SELECT retracts_id FROM lived WHERE retracts_id IS NOT NULL)
ORDER BY partner_id, "on", id
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
