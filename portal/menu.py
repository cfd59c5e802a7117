"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from portal import digest, opening
from portal.queries.finding import partners_for_palette
from programs.job_runs import name_job
from web.admin.menu import add_entry, add_group
from web.admin.search import SearchBox, add_finder, register_search

add_group("home", "", place=0)
add_entry("home", _("Home"), icon="home", page="index", place=10)
add_entry("partners", _("Partners"), icon="storefront", page="partners_partner_changelist", place=10)
add_entry(
    "program", _("Audit log"), icon="policy", page="accounts_auditentry_changelist", place=40, permission="audit.view"
)
add_finder(partners_for_palette, place=10)
register_search(
    SearchBox(
        page="partners_partner_changelist",
        label=_("Find a partner"),
        hint=_("Company, code, city, tax ID, email of a person, or a reference"),
    )
)
name_job(opening.JOB, _("Opening of the day: reviews, expired points and reminders"))
name_job(digest.JOB, _("Daily summary email"), mails=_("emails"))
