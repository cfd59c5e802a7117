"""Row-level security for partners and their people. Directory cards are public data (docs/adr)."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [
        ForceRowSecurity("partners_partner", partner="id"),
        ForceRowSecurity("partners_member", user="user_id"),
    ]
