"""Reads of reports: which a program has, and what one is asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from common.actor import Actor
from partners.models import Partner
from programs.definition import Definition
from reports.rules import usual_period
from web.reporting import Asked, Report, StrOrPromise, reports


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The filters of one reading; without days, the usual period."""

    since: date | None = None
    until: date | None = None
    country: str = ""
    choice: str = ""


def report_of(code: str, rules: Definition | None) -> Report | None:
    """The report with this code, if the program's rules have rows for it."""
    return next((report for report in reports(rules) if report.code == code), None)


def asked_of(
    report: Report, filters: Filters, *, actor: Actor, rules: Definition, time_zone: str, today: date
) -> Asked:
    """What the report is asked, with the usual days where none were chosen."""
    since, until = usual_period(today, ahead=report.ahead)
    return Asked(
        actor=actor,
        today=today,
        rules=rules,
        time_zone=time_zone,
        since=filters.since or since,
        until=filters.until or until,
        country=filters.country if report.country else "",
        choice=filters.choice,
    )


def choices_of(report: Report, rules: Any) -> list[tuple[str, StrOrPromise]]:
    """The report's own choices under the rules."""
    return list(report.choices(rules)) if rules is not None else []


def countries_of(actor: Actor) -> list[str]:
    """The codes of countries that have partners."""
    return list(Partner.objects.visible_to(actor).order_by().values_list("country", flat=True).distinct())
