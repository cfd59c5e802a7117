"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry, add_group, below
from web.requests import Request

LOG, RECORD, CLAIMS = "activities_activity_changelist", "activities_activity_add", "activities_claim_changelist"


def _reads_the_log(request: Request) -> bool:
    """Match the log but not its recording page, whose URL is below the log's."""
    return below(LOG)(request) and not below(RECORD)(request)


add_group("activities", _("Activity"), place=30)
add_entry(
    "activities",
    _("Claims"),
    icon="task_alt",
    page=CLAIMS,
    place=10,
    query="?state=waiting",
    active=below(CLAIMS),
)
add_entry("activities", _("Activities"), icon="receipt_long", page=LOG, place=20, active=_reads_the_log)
add_entry("activities", _("Record an activity"), icon="add_notes", page=RECORD, place=30)
