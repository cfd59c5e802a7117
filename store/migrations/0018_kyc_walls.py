"""Walls around excluded persons, which only the vendor sees, and requests for client documents."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0017_screening_and_kyc")]

    operations = [
        ForceRowSecurity("store_excludedperson", partner=None, vendor=True),
        ForceRowSecurity("store_kycrequest"),
        ForceRowSecurity("store_kycdocument"),
        AppendOnly("store_kycdocument"),
    ]
