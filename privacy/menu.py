"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry

add_entry(
    "program",
    _("Personal data"),
    icon="shield_person",
    page="privacy_erasure_changelist",
    place=60,
    permission="privacy.decide",
)
