"""Row security on planned ends of partnerships, which only the vendor's staff see."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("statuses", "0004_planned_ends")]

    operations = [ForceRowSecurity("statuses_plannedend", vendor=True)]
