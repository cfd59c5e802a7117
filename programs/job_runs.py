"""Daily jobs: noting their runs, and what an outcome says: whether somebody should look at it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

# The key is asked for first: a comparison with a missing one is unknown, and so would be its opposite.
FAILED = Q(outcome__has_key="error") | (Q(outcome__has_key="differences") & Q(outcome__differences__gt=0))


_NOTE = """
INSERT INTO programs_jobrun (program_id, job, day, started_at, finished_at, outcome) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (program_id, job, day) DO UPDATE SET
    started_at = EXCLUDED.started_at, finished_at = EXCLUDED.finished_at, outcome = EXCLUDED.outcome
"""


def note_run(
    *, program_id: int, job: str, day: date, started_at: datetime, finished_at: datetime | None, outcome: dict[str, Any]
) -> None:
    """Write down how a day's job went, over what an earlier try of the same day left."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [program_id, job, day, started_at, finished_at, json.dumps(outcome)])


def has_failed(outcome: Mapping[str, Any]) -> bool:
    """`FAILED` for one outcome: the job broke off, or its check found differences."""
    return "error" in outcome or outcome.get("differences", 0) > 0


def outcome_words(outcome: Mapping[str, Any]) -> str:
    """The outcome in one line; lists by how many they hold."""
    said = {key: len(value) if isinstance(value, list) else value for key, value in outcome.items()}
    return ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in said.items())
