"""Menu entries that this app adds to the admin."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry

add_entry("requests", _("Notices"), icon="campaign", page="notices_notice_changelist", place=40)
add_entry("requests", _("Outgoing email"), icon="outgoing_mail", page="notices_mail_changelist", place=50)
