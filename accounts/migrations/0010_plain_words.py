"""Plainer names. No statement for the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_language"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="auditentry",
            options={"ordering": ("-id",), "verbose_name": "audit entry", "verbose_name_plural": "audit log"},
        ),
    ]
