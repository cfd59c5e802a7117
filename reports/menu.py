"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry, below

add_entry(
    "home",
    _("Reports"),
    icon="monitoring",
    page="reports_reportmail_changelist",
    place=20,
    active=below("reports_reportmail_changelist"),
    permission="reports.view",
)
