"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry

add_entry(
    "home",
    _("Assigned work"),
    icon="assignment_ind",
    page="desk_assignment_changelist",
    place=12,
    permission="work.assign",
)
add_entry(
    "home", _("Saved views"), icon="bookmark", page="desk_savedview_changelist", place=30, permission="views.keep"
)
