"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from web.tabs import add_tab

add_tab(
    "meetings:meetings",
    _("Meetings"),
    group="status",
    permission="meetings.view",
    place=45,
    section=lambda rules: rules.meetings,
)
