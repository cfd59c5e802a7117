"""The partner manager who looks after a partner."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("partners", "0018_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="partner",
            name="manager",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="partner manager",
            ),
        ),
    ]
