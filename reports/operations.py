"""Operations on scheduled reports: order one, stop one, and email those that are due."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.models import User
from accounts.permissions import require
from accounts.sentences import Code, sentence
from common.actor import Actor
from common.refusals import Refused
from notices.attachments import attachment
from notices.operations import MailDraft, queue_mails
from notices.wording import to_each
from programs.definition import Definition
from programs.homes import own_language
from programs.models import Program, Staff
from reports.mailing import KIND, MOST_BYTES, file_of, reader_of, table_of
from reports.models import ReportMail
from reports.queries import choices_of, report_of
from reports.rules import is_due, period_begin
from web.reporting import Report, Table

PERMISSION = "reports.schedule"
MOST_IN_MAIL = 40  # rows; the page has the rest
MOST_EACH = 50  # scheduled reports of one person


class UnableToSchedule(Refused):
    """The report cannot be scheduled; ``problems`` says why, by field."""


class UnableToStop(Refused):
    """The scheduled report is somebody else's."""


def schedule_report(
    *, actor: Actor, program_id: int, report: Report, every: str, country: str, choice: str, today: date, now: datetime
) -> ReportMail:
    """Email the actor a report every week or month, from the next one on; ordering it again changes nothing.

    Raises UnableToSchedule for an unknown period and beyond 50 reports; PermissionDenied for anyone but the staff.
    """
    require(actor, PERMISSION, program_id=program_id)
    if every not in ReportMail.Every.values:
        raise UnableToSchedule({"every": _("Choose every week or every month.")})
    person = actor.user_id
    if person is None:
        raise PermissionDenied(PERMISSION)
    own = ReportMail.objects.visible_to(actor).filter(user_id=person)
    with transaction.atomic():
        if own.count() >= MOST_EACH:
            raise UnableToSchedule({"": _("You already get 50 scheduled reports. Stop one first.")})
        ordered, is_new = own.get_or_create(
            program_id=program_id,
            user_id=person,
            report=report.code,
            country=country,
            choice=choice,
            every=every,
            defaults={"started_at": now, "sent_for": period_begin(every, today)},
        )
        if is_new:
            summary = sentence(
                "Scheduled the report %(report)s, %(every)s",
                report=Code("report", report.code),
                every=Code("reports.reportmail.every", every, f"every {every}"),
            )
            note_act(actor=actor, action=PERMISSION, subject=ordered, now=now, summary=summary)
    return ordered


def stop_report(*, actor: Actor, reportmail: ReportMail, now: datetime) -> None:
    """Stop a scheduled report. Raises UnableToStop unless it is the actor's own or its person left the staff."""
    require(actor, PERMISSION, program_id=reportmail.program_id)
    with transaction.atomic():
        row = ReportMail.objects.select_for_update().visible_to(actor).filter(pk=reportmail.pk).first()
        if row is None:
            return
        works_here = Staff.objects.filter(program_id=row.program_id, user_id=row.user_id).exists()
        if row.user_id != actor.user_id and works_here:
            raise UnableToStop({"": _("Only the person who gets this report can stop it.")})
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=row,
            now=now,
            summary=sentence("Stopped the report %(report)s", report=Code("report", row.report)),
        )
        row.delete()


def send_reports(*, program: Program, rules: Definition, today: date, now: datetime) -> int:
    """Email the reports that are due in a program; returns how many. Safe to repeat or to run concurrently.

    A period's email has a key of its own and its row is locked; what was missed is sent once, as of today. Each person
    gets it in their own language, if they may still read reports.
    """
    system = Actor.system(program.pk)
    drafts, language = [], own_language(program)
    with transaction.atomic():
        rows = ReportMail.objects.visible_to(system).select_for_update(skip_locked=True, of=("self",))
        for row in rows.select_related("user"):
            report = report_of(row.report, rules)
            reader = reader_of(program, row.user_id)
            if report is None or reader is None or not is_due(row.every, row.sent_for, today):
                continue
            row.sent_for = period_begin(row.every, today)
            row.save(update_fields=["sent_for"])
            table = partial(table_of, row, report, actor=reader, program=program, rules=rules, today=today)
            drafts += to_each([row.user], language, partial(_mail, row, report, table, program, rules))
        return queue_mails(program_id=program.pk, drafts=drafts, now=now)


def _mail(
    row: ReportMail, report: Report, answer: Callable[[], Table], program: Program, rules: Definition, person: User
) -> MailDraft:
    table = answer()
    lines = [[text for text, _figure in cells] for cells in table.shown()]
    fits = len(file_of(table)) <= MOST_BYTES
    words = {
        "program": program.name,
        "report": report,
        "chosen": dict(choices_of(report, rules)).get(row.choice, ""),
        "country": row.country,
        "rows": [_line(table.head, cells) for cells in lines[:MOST_IN_MAIL]],
        "more": max(len(lines) - MOST_IN_MAIL, 0),
        "fits": fits,
    }
    page = reverse("admin:reports_reportmail_show", args=[report.code])
    asked = urlencode({name: value for name in ("country", "choice") if (value := getattr(row, name))})
    return MailDraft(
        to=person.email,
        subject=_("%(report)s: your scheduled report") % {"report": report.title},
        text=render_to_string("reports/report_mail.txt", words),
        key=f"report/{row.pk}/{row.sent_for}",
        link=f"{page}?{asked}" if asked else page,
        attached=attachment(KIND, str(row.pk)) if fits else "",
    )


def _line(head: list[str], cells: list[str]) -> str:
    first, *rest = cells
    said: Callable[[str, str], str] = "{} {}".format
    return f"{first}: " + ", ".join(said(name, value) for name, value in zip(head[1:], rest, strict=True))
