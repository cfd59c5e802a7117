"""Make the log append-only and turn on row-level security."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [ForceRowSecurity("activities_activity"), AppendOnly("activities_activity")]
