"""Runs of daily jobs: recording them, and whether an outcome needs attention."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from accounts.permissions import StrOrPromise

# Check the key first: comparing a missing one gives NULL, and so does the negation.
FAILED = Q(outcome__has_key="error") | (Q(outcome__has_key="differences") & Q(outcome__differences__gt=0))


_named: dict[str, StrOrPromise] = {}
_results: dict[str, StrOrPromise] = {}


def name_job(job: str, words: StrOrPromise, **results: StrOrPromise) -> None:
    """Register what the admin calls a daily job, and the results of its outcome whose keys are not words to show."""
    _named[job] = words
    _results.update(results)


def job_words(job: str) -> StrOrPromise:
    """Return the name of a daily job; its code as words if it has none."""
    return _named.get(job, job.replace("_", " "))


_NOTE = """
INSERT INTO programs_jobrun (program_id, job, day, started_at, finished_at, outcome) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (program_id, job, day) DO UPDATE SET
    started_at = EXCLUDED.started_at, finished_at = EXCLUDED.finished_at, outcome = EXCLUDED.outcome
"""


def note_run(
    *, program_id: int, job: str, day: date, started_at: datetime, finished_at: datetime | None, outcome: dict[str, Any]
) -> None:
    """Record the outcome of a day's job, replacing that of an earlier try on the same day."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [program_id, job, day, started_at, finished_at, json.dumps(outcome)])


def has_failed(outcome: Mapping[str, Any]) -> bool:
    """Return whether an outcome matches `FAILED`: the job failed, or its check found differences."""
    return "error" in outcome or outcome.get("differences", 0) > 0


def outcome_words(outcome: Mapping[str, Any]) -> str:
    """Return the outcome in one line, with lists as their length."""
    said = {key: len(value) if isinstance(value, list) else value for key, value in outcome.items()}
    return ", ".join(f"{_results.get(key) or key.replace('_', ' ')}: {value}" for key, value in said.items())
