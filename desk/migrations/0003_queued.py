"""Whether an assigned row has been in a queue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="queued",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
