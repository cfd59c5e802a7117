"""Row security on scheduled reports."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [ForceRowSecurity("reports_reportmail", partner=None, vendor=True)]
