"""Walls around webhooks and their messages; only the vendor sees them."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0015_provisioning")]

    operations = [
        ForceRowSecurity("store_provisioningendpoint", partner=None, vendor=True),
        ForceRowSecurity("store_provisioningmessage", partner=None, vendor=True),
    ]
