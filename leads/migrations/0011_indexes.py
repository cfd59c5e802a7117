"""Drops the foreign keys' indexes that another index covers: requests are distributed by the thousand."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0010_deal_files_walls"),
        ("partners", "0021_name_parts"),
        ("programs", "0005_public_changes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="program",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.program"
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="territory",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="leads.territory",
            ),
        ),
        migrations.AlterField(
            model_name="leadrequest",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="leads.leadrequest",
            ),
        ),
        migrations.AlterField(
            model_name="leadrequest",
            name="wanted",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.partner",
                verbose_name="partner asked for",
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="lead",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="leads.leadrequest",
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="partner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lead_offers",
                to="partners.partner",
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="program",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.program"
            ),
        ),
        migrations.AlterField(
            model_name="offer",
            name="territory",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="leads.territory"
            ),
        ),
        migrations.AlterField(
            model_name="turn",
            name="program",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.program"
            ),
        ),
        migrations.AlterField(
            model_name="turn",
            name="territory",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="leads.territory"
            ),
        ),
        migrations.AddIndex(
            model_name="leadrequest",
            index=models.Index(
                condition=models.Q(("wanted__isnull", False)), fields=["wanted"], name="leads_request_wanted"
            ),
        ),
        migrations.AddIndex(
            model_name="leadrequest",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="leads_request_merged"
            ),
        ),
    ]
