"""Tabs that this app adds to the dashboard."""

from django.utils.translation import gettext_lazy as _

from notices.openings import add_opening
from notices.queries import unread
from web.tabs import add_tab

add_tab("notices:inbox", _("Notices"), group="status", permission="notices.view", place=70, count=unread)

# The buttons of emails that lead to these pages; apps below this one can't name theirs.
add_opening("notices:inbox", _("Read your notices"))
add_opening("partners:application", _("Open your application"))
add_opening("partners:team", _("See your team"))
add_opening("partners:profile", _("See your profile"))
add_opening("partners:requests", _("Answer or read more"))
add_opening("partners:invitation", _("Join the team"))
add_opening("admin:partners_partner_change", _("See the partner"))
