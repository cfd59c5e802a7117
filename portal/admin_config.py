"""The admin as an app of the house: its site is the vendor's, bound to the program of the host that was called."""

from django.contrib.admin.apps import AdminConfig


class VendorAdminConfig(AdminConfig):
    default_site = "portal.admin_site.VendorSite"
