"""Texts are searched for mentions without looking around them first, which is much faster."""

from django.db import migrations

from common.personal.sql import REPLACE


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_walls")]

    operations = [migrations.RunSQL(REPLACE, migrations.RunSQL.noop)]
