"""Admin menu entries of this app."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry, add_group, below
from web.requests import Request

STANDINGS = "statuses_standing_changelist"


def _standings(*, due: bool) -> Callable[[Request], bool]:
    """Two entries lead to the same list; one filters by due date."""
    here = below(STANDINGS)
    return lambda request: here(request) and due == bool(request.GET.get("due"))


add_group("levels", _("Levels"), place=50)
add_entry(
    "levels",
    _("Reviews due"),
    icon="event_upcoming",
    page=STANDINGS,
    place=10,
    query="?due=90",
    active=_standings(due=True),
)
add_entry("levels", _("Standings"), icon="stairs", page=STANDINGS, place=20, active=_standings(due=False))
add_entry("levels", _("Status changes"), icon="history", page="statuses_statuschange_changelist", place=30)
add_entry("levels", _("Managers' decisions"), icon="gavel", page="statuses_decision_changelist", place=40)
add_entry("levels", _("Certificates"), icon="workspace_premium", page="statuses_certificate_changelist", place=50)
