"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from points.totals_check import JOB
from programs.job_runs import name_job
from web.admin.menu import add_entry, add_group

add_group("points", _("Points"), place=60)
add_entry("points", _("Totals"), icon="leaderboard", page="points_account_changelist", place=10)
add_entry("points", _("Entries"), icon="format_list_bulleted", page="points_entry_changelist", place=20)
name_job(JOB, _("Recount of points"))
