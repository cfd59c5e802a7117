"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from web.tabs import add_tab

add_tab("points:statement", _("Points"), group="status", permission="records.view", place=20)
