"""Brings references and subjects into their one form, so that the same sale is found again."""

from django.db import migrations

from common.tidy_rows import Column, tidy_rows

COLUMNS = (
    Column("activities_activity", "reference", append_only=True),
    Column("activities_activity", "subject", append_only=True),
    Column("activities_claim", "subject"),
)


def tidy(apps, schema_editor):
    """Tidy each column; what would collide stays and is logged."""
    for column in COLUMNS:
        tidy_rows(schema_editor.connection, column, "programs_program")


class Migration(migrations.Migration):
    dependencies = [("activities", "0006_claim_cap_constraint"), ("programs", "0001_initial")]

    operations = [migrations.RunPython(tidy, migrations.RunPython.noop, elidable=True)]
