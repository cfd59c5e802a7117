"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from notices.openings import add_opening
from web.tabs import add_tab

add_tab("activities:log", _("Activities"), group="status", permission="records.view", place=30)
add_tab(
    "activities:claims",
    _("Claims"),
    group="status",
    permission="claims.view",
    place=40,
    section=lambda rules: any(kind.claim for kind in rules.activities.values()),
)

# The buttons of emails that lead to these pages.
add_opening("activities:claim", _("See the claim"))
add_opening("activities:log", _("See your activities"))
