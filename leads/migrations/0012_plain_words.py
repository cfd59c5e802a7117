"""Plainer names. No statement for the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0011_indexes"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="leadrequest",
            options={"ordering": ("-id",), "verbose_name": "client request", "verbose_name_plural": "client requests"},
        ),
    ]
