"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from web.tabs import add_tab

add_tab("statuses:history", _("History"), group="status", permission="records.view", place=50)
