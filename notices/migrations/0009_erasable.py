"""Lets the outbox erase whom a mail went to and what it said, when that person's data are erased."""

from django.db import migrations

from common.walls import AppendOnly


class Reopen(AppendOnly):
    """Drop an append-only trigger so that it can be recreated with other columns."""

    def forwards(self, quote):
        return super().backwards(quote)

    def backwards(self, quote):
        return super().forwards(quote)


SO_FAR = ("sent_at", "attempts", "retry_at", "failure", "link", "sealed", "erased_at")


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_attached")]

    operations = [
        Reopen("notices_mail", allow_update=SO_FAR),
        AppendOnly("notices_mail", allow_update=(*SO_FAR, "to", "subject", "text")),
    ]
