"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from desk.lists import find_views
from web.admin.menu import add_entry
from web.admin.search import add_finder

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
add_finder(find_views, place=90)
