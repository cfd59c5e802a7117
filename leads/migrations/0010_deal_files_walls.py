"""Row-level security on the files of deals."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("leads", "0009_deal_files")]

    operations = [ForceRowSecurity("leads_dealfile")]
