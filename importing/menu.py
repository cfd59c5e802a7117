"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry

add_entry(
    "program",
    _("Imports"),
    icon="upload_file",
    page="importing_importrun_changelist",
    place=35,
    permission="network.import",
)
