"""Stored API answers moved to the partners app, next to the tokens; the table is unchanged."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_walls"), ("partners", "0009_idempotent_answers")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="IdempotentAnswer")]),
    ]
