"""Tabs that this app adds to the dashboard."""

from django.utils.translation import gettext_lazy as _

from notices.queries import unread
from web.tabs import add_tab

add_tab("notices:inbox", _("Notices"), group="status", permission="notices.view", place=70, count=unread)
