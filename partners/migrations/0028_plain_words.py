"""Plainer names. No statement for the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0027_city_names"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="informationrequest",
            options={
                "ordering": ("due_on", "id"),
                "verbose_name": "question to a partner",
                "verbose_name_plural": "questions to partners",
            },
        ),
        migrations.AlterField(
            model_name="restriction",
            name="effect",
            field=models.CharField(
                choices=[
                    ("access", "access blocked"),
                    ("discount", "discount lowered"),
                    ("level", "level lowered"),
                    ("points", "points canceled"),
                    ("achievements", "achievements revoked"),
                    ("lead_requests", "barred from client requests"),
                    ("card", "not in the directory"),
                    ("blacklist", "on the blacklist"),
                ],
                max_length=16,
                verbose_name="effect",
            ),
        ),
    ]
