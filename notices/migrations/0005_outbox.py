"""Where a mail led may be a key to something: it is taken out of the outbox once the mail is sent."""

from django.db import migrations

from common.walls import AppendOnly


class Reopen(AppendOnly):
    """Take an append-only wall down, to be put up anew with other columns."""

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
