"""The API's kept answers moved to partners, beside the tokens; their table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_walls"), ("partners", "0009_idempotent_answers")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="IdempotentAnswer")]),
    ]
