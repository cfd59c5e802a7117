"""Words and typo keys for searching: of each card in tiers, and of every partner behind row security."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from common.walls import ForceRowSecurity

_PROGRAMS = """
UPDATE partners_cardtext SET program_id = card.program_id
FROM partners_card card WHERE card.partner_id = partners_cardtext.card_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


def numbers():
    """An empty list of numbers, and the column that holds one."""
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.IntegerField(), db_default=[], default=list, size=None
    )


def program(**options):
    """The program that a row belongs to."""
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.program", **options
    )


class Migration(migrations.Migration):
    dependencies = [("partners", "0011_tidy_text"), ("programs", "0002_walls")]

    operations = [
        migrations.AddField("card", "sort_name", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField("cardtext", "program", program(db_index=False, null=True)),
        migrations.AddField("cardtext", "near", numbers()),
        migrations.AddField("cardtext", "tier", models.SmallIntegerField(db_default=4, default=4)),
        migrations.RunSQL(_PROGRAMS, migrations.RunSQL.noop),
        migrations.AlterField("cardtext", "program", program(db_index=False)),
        migrations.CreateModel(
            name="PartnerText",
            fields=[
                (
                    "partner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="partners.partner",
                    ),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField()),
                ("near", numbers()),
                ("program", program()),
            ],
            options={
                "verbose_name": "partner's search text",
                "verbose_name_plural": "partners' search texts",
            },
        ),
        ForceRowSecurity("partners_partnertext", vendor=True),
        migrations.RemoveIndex("cardtext", "partners_cardtext_search"),
        *(
            migrations.AddIndex(
                "cardtext",
                django.contrib.postgres.indexes.GinIndex(
                    condition=models.Q(("tier", tier)),
                    fastupdate=False,
                    fields=[column],
                    name=f"partners_cardtext_{column}{tier}",
                ),
            )
            for column in ("search", "near")
            for tier in range(5)
        ),
        migrations.AddIndex("card", models.Index(fields=["program", "sort_name", "code"], name="partners_card_name")),
        migrations.AddIndex(
            "card", models.Index(fields=["program", "-accepted_on", "code"], name="partners_card_newest")
        ),
    ]
