"""App configuration of the vendor's admin site, which is bound to the program of the request's host."""

from django.contrib.admin.apps import AdminConfig


class VendorAdminConfig(AdminConfig):
    default_site = "portal.admin_site.VendorSite"
