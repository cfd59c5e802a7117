"""The yearly review of every partner on one day, against one set-based statement that stores the same."""

from collections.abc import Iterator

from django.db import connection, transaction

from bench.fixture import REVIEW_ON
from bench.timing import Figure, ms, seconds
from common.clock import now
from common.tenancy import bind
from programs.queries import revisions
from programs.rulebook import read_rulebook
from statuses.due_reviews import decide_due, due_partners

# What the preset requires: sales and seats since the last confirmation; the verdict with the activities that count.
_STATEMENT = """
WITH found AS (
    SELECT s.partner_id, s.confirmed_on,
           COALESCE(sum(a.amount) FILTER (WHERE a.kind = 'sale'), 0) AS sales,
           COALESCE(sum(a.quantity) FILTER (WHERE a.kind = 'client_seats'), 0) AS seats,
           array_agg(a.id) FILTER (WHERE a.kind = 'sale') AS sold,
           array_agg(a.id) FILTER (WHERE a.kind = 'client_seats') AS seated
    FROM statuses_standing s
    LEFT JOIN activities_activity a ON a.partner_id = s.partner_id AND a."on" >= s.confirmed_on AND a."on" < %(on)s
    WHERE s.program_id = %(program)s AND s.review_on = %(on)s
    GROUP BY 1, 2
), decided AS (
    UPDATE statuses_standing s
    SET level = CASE WHEN sales >= 5000 AND seats >= 400 THEN 'silver' ELSE 'bronze' END,
        confirmed_on = %(on)s, review_on = (%(on)s::date + interval '1 year')::date, assessed_on = %(on)s
    FROM found WHERE found.partner_id = s.partner_id AND s.track = 'status'
)
INSERT INTO statuses_statuschange (program_id, partner_id, track, "on", seq, from_level, to_level, cause, revision_id,
                                   verdict, decided_at)
SELECT %(program)s, partner_id, 'status', %(on)s, 0, 'silver',
       CASE WHEN sales >= 5000 AND seats >= 400 THEN 'silver' ELSE 'bronze' END, 'review', %(revision)s,
       jsonb_build_object('findings', jsonb_build_array(
           jsonb_build_object('code', 'sales', 'have', sales, 'needed', 5000, 'met', sales >= 5000, 'counted', sold),
           jsonb_build_object('code', 'seats', 'have', seats, 'needed', 400, 'met', seats >= 400, 'counted', seated))),
       now()
FROM found
"""


def run(program_id: int) -> Iterator[Figure]:
    """Run both in a transaction that is rolled back."""
    with bind(program_id):
        due = due_partners(program_id=program_id, on=REVIEW_ON)
    raw = min(seconds(lambda: _statement(program_id)) for _ in range(2))
    decisions: list[int] = []
    took = seconds(lambda: _review(program_id, due, decisions))
    yield Figure(
        f"review of {decisions[0]:,} partners",
        f"{ms(took)}, {took / raw:.1f} x one statement ({ms(raw)})",
        "at most 8 x",
        took / raw <= 8,
    )


def _statement(program_id: int) -> None:
    with bind(program_id), connection.cursor() as cursor:
        revision = revisions(program_id).at(REVIEW_ON)[0]
        cursor.execute(_STATEMENT, {"program": program_id, "on": REVIEW_ON, "revision": revision})
        transaction.set_rollback(True)


def _review(program_id: int, due: list[int], decisions: list[int]) -> None:
    with bind(program_id):
        rulebook = read_rulebook(program_id)
        decided = decide_due(rulebook=rulebook, partner_ids=due, on=REVIEW_ON, now=now())
        decisions.append(len(decided))
        transaction.set_rollback(True)
