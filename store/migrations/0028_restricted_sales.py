"""A compliance record can say that a paid order went to a restricted territory or person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0027_take_bonus_faster")]

    operations = [
        migrations.AlterField(
            model_name="compliancecheck",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "pending"),
                    ("asked", "action needed"),
                    ("cleared", "cleared"),
                    ("refused", "refused"),
                    ("found", "restricted sale"),
                ],
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]
