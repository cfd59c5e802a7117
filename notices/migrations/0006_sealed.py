"""Lets the outbox hold account emails: their content is encrypted, and cleared once it is sent."""

from django.db import migrations, models

from common.walls import AppendOnly


class Reopen(AppendOnly):
    """Drop an append-only trigger so that it can be recreated with other columns."""

    def forwards(self, quote):
        return super().backwards(quote)

    def backwards(self, quote):
        return super().forwards(quote)


SO_FAR = ("sent_at", "attempts", "retry_at", "failure", "link")


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_outbox")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="sealed",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("sent_at", None), models.Q(("sealed", ""), _negated=True)),
                fields=["program", "id"],
                name="notices_mail_sealed",
            ),
        ),
        Reopen("notices_mail", allow_update=SO_FAR),
        AppendOnly("notices_mail", allow_update=(*SO_FAR, "sealed")),
    ]
