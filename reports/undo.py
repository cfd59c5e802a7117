"""How stopping a scheduled report is taken back within seconds (web/undo.py)."""

from typing import Any

from common.clock import now
from programs.request_rules import rules_today
from reports.operations import schedule_report
from reports.queries import report_of
from web.admin.bound import program_today
from web.admin.decisions import Asked
from web.requests import Request
from web.undo import add_inverse

STOPPED = "report.stop"


def about_mail(asked: Asked) -> dict[str, Any]:
    """What it takes to schedule the report again; nothing for somebody else's."""
    row = asked.row
    if row.user_id != asked.request.actor.user_id:
        return {}
    return {"code": STOPPED, "report": row.report, "every": row.every, "country": row.country, "choice": row.choice}


def schedule_again(request: Request, *, report: str, every: str, country: str, choice: str) -> None:
    """Schedule a stopped report again. Raises UnableToSchedule."""
    found = report_of(report, rules_today(request))
    if found is None:
        return
    schedule_report(
        actor=request.actor,
        program_id=request.program.pk,
        report=found,
        every=every,
        country=country,
        choice=choice,
        today=program_today(request),
        now=now(),
    )


add_inverse(STOPPED, schedule_again)
