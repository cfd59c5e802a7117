"""Row security on saved views and assignments."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]

    operations = [
        ForceRowSecurity("desk_savedview", partner=None, vendor=True),
        ForceRowSecurity("desk_assignment", partner=None, vendor=True),
    ]
