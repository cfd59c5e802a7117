"""The answers to forms that were sent."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("sealed", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.program"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a form",
                "verbose_name_plural": "answers to forms",
                "indexes": [models.Index(fields=["at"], name="programs_formanswer_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("program", "digest"), name="programs_formanswer_digest")
                ],
            },
        ),
    ]
