"""Row-level security on uploaded imports: the vendor's alone."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("importing", "0001_import_runs")]

    operations = [ForceRowSecurity("importing_importrun", partner=None, vendor=True)]
