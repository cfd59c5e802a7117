"""The first tab of the partner dashboard."""

from django.utils.translation import gettext_lazy as _

from notices.openings import add_opening
from web.tabs import add_tab, add_tab_group

add_tab_group("status", _("Your status"), place=1)
add_tab("portal:dashboard", _("Overview"), group="status", permission="dashboard.view", place=10)
add_tab("portal:progress", _("Progress"), group="status", permission="records.view", place=15)
add_tab("portal:benefits", _("Levels and benefits"), group="status", permission="dashboard.view", place=55)

# The buttons of emails that lead to these pages.
add_opening("portal:dashboard", _("Open your dashboard"))
add_opening("admin:index", _("See what's to do"))
