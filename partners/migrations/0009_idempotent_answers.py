"""Moves the API's stored answers to this app, next to the tokens. The table itself does not change."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0008_identify_partners"), ("portal", "0002_walls"), ("programs", "0002_walls")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="IdempotentAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=255)),
                        ("request_digest", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField(default=0)),
                        ("headers", models.JSONField(default=dict)),
                        ("body", models.TextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="partners.partner",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.program"
                            ),
                        ),
                        (
                            "token",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="partners.apitoken"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "idempotent answer",
                        "verbose_name_plural": "idempotent answers",
                        "db_table": "portal_idempotentanswer",
                        "indexes": [models.Index(fields=["at"], name="portal_idempotentanswer_at")],
                        "constraints": [
                            models.UniqueConstraint(fields=("token", "key"), name="portal_idempotentanswer_key")
                        ],
                    },
                ),
            ],
        ),
    ]
