"""Imports that administrators uploaded in the admin."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programs", "0004_sent_forms_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded")),
                ("partners", models.BinaryField()),
                ("activities", models.BinaryField()),
                ("problems", models.JSONField(default=list, verbose_name="problems")),
                ("outcome", models.JSONField(default=dict, verbose_name="outcome")),
                ("imported_at", models.DateTimeField(blank=True, null=True, verbose_name="imported")),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.program"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["program", "uploaded_at"], name="importing_importrun_at")],
            },
        ),
    ]
