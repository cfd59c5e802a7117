"""Drops the foreign keys' indexes that another index covers: notices are sent by the thousand."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0010_languages"),
        ("partners", "0021_name_parts"),
        ("programs", "0005_public_changes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="partner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="partners.partner",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="program",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.program"
            ),
        ),
    ]
