"""Walls around excluded persons, client documents, changes of licenses and answers about tax IDs."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0021_clients_and_renewals")]

    operations = [
        ForceRowSecurity("store_excludedperson", partner=None, vendor=True),
        ForceRowSecurity("store_personlist", partner=None),
        AppendOnly("store_personlist"),
        ForceRowSecurity("store_kycrequest"),
        ForceRowSecurity("store_kycdocument"),
        AppendOnly("store_kycdocument"),
        ForceRowSecurity("store_licencechange"),
        AppendOnly("store_licencechange"),
        ForceRowSecurity("store_taxidanswer"),
        AppendOnly("store_taxidanswer"),
    ]
