"""Row-level security on uploaded imports: the vendor's alone."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_import_runs")]

    operations = [ForceRowSecurity("portal_importrun", partner=None, vendor=True)]
