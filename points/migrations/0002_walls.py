"""The ledger is append-only; ledger, totals and watermark stand behind row security."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("points", "0001_initial")]

    operations = [
        ForceRowSecurity("points_entry"),
        AppendOnly("points_entry"),
        ForceRowSecurity("points_account"),
        # Room on each page for the next version of its rows: an update then touches no index.
        migrations.RunSQL(
            "ALTER TABLE points_account SET (fillfactor = 70)", "ALTER TABLE points_account RESET (fillfactor)"
        ),
        ForceRowSecurity("points_watermark", partner=None),
    ]
