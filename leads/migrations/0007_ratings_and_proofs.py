"""Ratings that the vendor looked into, and the license that proves a won request."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0004_referral_walls"),
        ("leads", "0006_deal_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="reservation",
            name="proof_licence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="clients.clientlicence",
                verbose_name="license",
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="rating_seen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="rating looked into"),
        ),
        migrations.AddIndex(
            model_name="reservation",
            index=models.Index(
                condition=models.Q(("stars__lte", 2)), fields=["program", "rated_at"], name="leads_reservation_bad"
            ),
        ),
    ]
