"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from notices.openings import add_opening
from web.tabs import add_tab

add_tab(
    "nfr:licences", _("NFR licenses"), group="store", permission="nfr.view", place=60, section=lambda rules: rules.nfr
)

# The buttons of emails that lead to these pages.
add_opening("nfr:licences", _("See your NFR licenses"))
