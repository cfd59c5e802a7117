"""The first tab of the partner dashboard."""

from django.utils.translation import gettext_lazy as _

from web.tabs import add_tab

add_tab("portal:dashboard", _("Standing"), permission="dashboard.view", place=10)
