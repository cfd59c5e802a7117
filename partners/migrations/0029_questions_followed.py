"""Reminders of questions to partners, and questions that were withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0028_plain_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="informationrequest",
            name="reminded_on",
            field=models.DateField(blank=True, null=True, verbose_name="last reminder"),
        ),
        migrations.AddField(
            model_name="informationrequest",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
        ),
        migrations.AddConstraint(
            model_name="informationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at", None), ("answered_at", None), _connector="OR"),
                name="partners_inforequest_over",
            ),
        ),
    ]
