"""Row-level security on meetings."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [ForceRowSecurity("meetings_meeting")]
