"""Plainer names. No statement for the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("statuses", "0005_planned_end_walls"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("exception", "set by a partner manager"),
                    ("penalty", "penalty"),
                    ("termination", "termination"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="cause",
            field=models.CharField(
                choices=[
                    ("acceptance", "joined the program"),
                    ("upgrade", "requirements met"),
                    ("review", "review"),
                    ("grace", "deadline passed"),
                    ("exception", "set by a partner manager"),
                    ("penalty", "penalty"),
                    ("termination", "termination"),
                ],
                max_length=16,
                verbose_name="cause",
            ),
        ),
    ]
