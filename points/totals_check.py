"""The nightly check that stored totals equal the sum of their entries."""

from dataclasses import asdict
from datetime import date, datetime

import structlog

from common.tenancy import bind
from points.recount import Difference, recount
from programs.job_runs import note_run

JOB = "recount_points"
KEPT = 50

log = structlog.get_logger("echelon.points")


def check_totals(*, program_id: int, on: date, now: datetime) -> list[Difference]:
    """Recount a program's points and record the result as the day's job run; log differences as errors."""
    with bind(program_id):
        differences = recount(program_id=program_id)
        outcome = {"differences": len(differences), "totals": [asdict(found) for found in differences[:KEPT]]}
        note_run(program_id=program_id, job=JOB, day=on, started_at=now, finished_at=now, outcome=outcome)
    if differences:
        log.error("points.differ", program=program_id, totals=len(differences))
    return differences
