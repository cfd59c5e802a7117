"""The audit log: read by the vendor's staff only, never changed."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people")]

    operations = [
        ForceRowSecurity("accounts_auditentry", vendor=True),
        AppendOnly("accounts_auditentry"),
    ]
