"""Row-level security on clients, and history that only grows."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial")]

    operations = [
        ForceRowSecurity("clients_client"),
        ForceRowSecurity("clients_clientlicence"),
        ForceRowSecurity("clients_clientmove", partner=None, vendor=True),
        ForceRowSecurity("clients_clientlook"),
        ForceRowSecurity("clients_acceptedrules"),
        AppendOnly("clients_clientmove"),
        AppendOnly("clients_clientlook"),
        AppendOnly("clients_acceptedrules"),
    ]
