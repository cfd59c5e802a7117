"""Files of an answer to the vendor's question."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0019_manager"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.CASCADE,
                related_name="documents",
                to="partners.informationrequest",
            ),
        ),
    ]
