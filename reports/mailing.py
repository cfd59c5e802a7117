"""Attaches a scheduled report to its email as a CSV file, made when the email is sent.

Only for someone who may read reports at that time, and whose address the email still has.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from accounts.permissions import may
from common.actor import Actor
from common.sheets import lines
from notices.attachments import Attachment, add_reader
from notices.models import Mail
from programs.definition import Definition
from programs.homes import Homes
from programs.models import Program, Site, Staff
from reports.models import ReportMail
from reports.queries import Filters, asked_of, report_of
from web.reporting import Report, Table

KIND = "report"
MOST_BYTES = 2_000_000  # of a file in an email; of longer ones the email has only the link
PERMISSION = "reports.view"


def reader_of(program: Program, user_id: int) -> Actor | None:
    """The person as the actor who reads reports; None for someone who may not, or no longer works for the vendor."""
    found = Staff.objects.filter(program=program, user_id=user_id, user__is_active=True).first()
    actor = Actor("staff", user_id, program.pk, role=found.role) if found else None
    return actor if actor and may(actor, PERMISSION) else None


def table_of(
    row: ReportMail, report: Report, *, actor: Actor, program: Program, rules: Definition, today: date
) -> Table:
    """The answer to a scheduled report."""
    filters = Filters(country=row.country, choice=row.choice)
    return report.ask(asked_of(report, filters, actor=actor, rules=rules, time_zone=program.time_zone, today=today))


def file_of(table: Table) -> bytes:
    """The table as CSV."""
    return "".join(lines(table.head, table.plain())).encode()


def read_report(name: str, mail: Mail, homes: Homes, site: Site | None) -> Attachment | None:
    """The file; None if the report was stopped, its person may not read it, or it has become too long."""
    row = ReportMail.objects.visible_to(Actor.system(homes.program.pk)).filter(pk=name).select_related("user").first()
    if row is None or homes.rules is None or row.user.email.lower() != mail.to.lower():
        return None
    actor, report = reader_of(homes.program, row.user_id), report_of(row.report, homes.rules)
    if actor is None or report is None:
        return None
    today = _day(mail.queued_at, homes.program)
    with translation.override(mail.language):
        table = table_of(row, report, actor=actor, program=homes.program, rules=homes.rules, today=today)
        content = file_of(table)
    if len(content) > MOST_BYTES:
        return None
    return Attachment(f"{row.report}-{today}.csv", content, "text/csv")


def _day(moment: datetime, program: Program) -> date:
    return moment.astimezone(ZoneInfo(program.time_zone)).date()


add_reader(KIND, read_report)
