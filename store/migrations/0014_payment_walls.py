"""Walls around payments and bank entries; only the vendor sees its account."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0013_payments")]

    operations = [
        ForceRowSecurity("store_bankstatement", partner=None, vendor=True),
        AppendOnly("store_bankstatement"),
        ForceRowSecurity("store_bankentry", partner=None, vendor=True),
        ForceRowSecurity("store_payment"),
        AppendOnly("store_payment"),
    ]
