"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from web.tabs import add_tab

add_tab(
    "nfr:licences", _("NFR licenses"), group="store", permission="nfr.view", place=60, section=lambda rules: rules.nfr
)
