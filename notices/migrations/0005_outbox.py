"""Lets the outbox clear an email's link once it is sent, because the link may hold a secret."""

from django.db import migrations

from common.walls import AppendOnly


class Reopen(AppendOnly):
    """Drop an append-only trigger so that it can be recreated with other columns."""

    def forwards(self, quote):
        return super().backwards(quote)

    def backwards(self, quote):
        return super().forwards(quote)


SO_FAR = ("sent_at", "attempts", "retry_at", "failure")


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_people_walls")]

    operations = [
        Reopen("notices_mail", allow_update=SO_FAR),
        AppendOnly("notices_mail", allow_update=(*SO_FAR, "link")),
    ]
