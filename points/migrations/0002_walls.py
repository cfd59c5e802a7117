"""Make the ledger append-only; row-level security on ledger, totals and watermark."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("points", "0001_initial")]

    operations = [
        ForceRowSecurity("points_entry"),
        AppendOnly("points_entry"),
        ForceRowSecurity("points_account"),
        # Leave room on each page for updated rows, so an update doesn't touch an index.
        migrations.RunSQL(
            "ALTER TABLE points_account SET (fillfactor = 70)", "ALTER TABLE points_account RESET (fillfactor)"
        ),
        ForceRowSecurity("points_watermark", partner=None),
    ]
