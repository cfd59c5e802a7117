"""What this app adds to the admin's menu."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry, add_group

add_group("people", _("People"), place=70)
add_entry("people", _("Staff"), icon="badge", page="programs_staff_changelist", place=40, permission="staff.manage")

add_group("program", _("Program"), place=80)
add_entry("program", _("Rules"), icon="menu_book", page="programs_revision_changelist", place=10)
add_entry("program", _("Sites"), icon="language", page="programs_site_changelist", place=20)
add_entry("program", _("Daily jobs"), icon="schedule", page="programs_jobrun_changelist", place=30)
