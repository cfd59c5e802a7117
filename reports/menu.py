"""Admin menu entries of this app."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may
from notices.openings import add_opening
from programs.request_rules import rules_today
from web.admin.menu import add_entry, below
from web.admin.search import Found, add_finder, means
from web.reporting import reports
from web.requests import Request

add_entry(
    "home",
    _("Reports"),
    icon="monitoring",
    page="reports_reportmail_changelist",
    place=20,
    active=below("reports_reportmail_changelist"),
    permission="reports.view",
)


def _reports(request: Request, text: str) -> Iterator[Found]:
    """Reports by the words of their title and question, and the word itself: «sales report»."""
    if may(request.actor, "reports.view"):
        for report in reports(rules_today(request)):
            if means(text, report.title, report.question, _("Report"), _("Reports")):
                page = reverse("admin:reports_reportmail_show", args=[report.code])
                yield Found(str(report.title), _("Report"), page, report.icon)


add_finder(_reports, place=60)

add_opening("admin:reports_reportmail_show", _("See the report"))
