"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from notices.openings import add_opening
from web.tabs import add_tab

add_tab(
    "meetings:meetings",
    _("Meetings"),
    group="status",
    permission="meetings.view",
    place=45,
    section=lambda rules: rules.meetings,
)

# The buttons of emails that lead to these pages.
add_opening("meetings:meetings", _("See your meetings"))
add_opening("admin:meetings_meeting_change", _("Choose another time"))
