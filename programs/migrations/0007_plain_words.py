"""Plainer names. No statement for the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0006_sites_in_the_admin"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="revision",
            options={
                "ordering": ("program", "number"),
                "verbose_name": "version of the rules",
                "verbose_name_plural": "rules",
            },
        ),
        migrations.AlterModelOptions(
            name="staff",
            options={"verbose_name": "staff member", "verbose_name_plural": "staff members"},
        ),
    ]
