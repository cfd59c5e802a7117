"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from notices.openings import add_opening
from web.tabs import add_tab

add_tab("statuses:history", _("History"), group="status", permission="records.view", place=50)
add_tab(
    "statuses:own_badge",
    _("Badge"),
    group="company",
    permission="profile.view",
    place=85,
    section=lambda rules: rules.directory,
)

# The buttons of emails that lead to these pages.
add_opening("statuses:history", _("See your levels"))
