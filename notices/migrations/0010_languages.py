# The texts of a notice in every language, so that each person reads their own.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0009_erasable"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=16, verbose_name="language"),
        ),
        migrations.AddField(
            model_name="notice",
            name="texts",
            field=models.JSONField(
                blank=True,
                db_default=models.Value({}, models.JSONField()),
                default=dict,
                verbose_name="in other languages",
            ),
        ),
    ]
