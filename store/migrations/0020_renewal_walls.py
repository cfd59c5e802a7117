"""Walls around changes of licenses and answers about tax IDs."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0019_renewals_and_tax_ids")]

    operations = [
        ForceRowSecurity("store_licencechange"),
        AppendOnly("store_licencechange"),
        ForceRowSecurity("store_taxidanswer"),
        AppendOnly("store_taxidanswer"),
    ]
