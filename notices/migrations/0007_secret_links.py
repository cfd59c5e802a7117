"""Encrypts the links of invitations that are not sent yet, and lets the outbox erase what was given up."""

import json

from django.db import migrations, models

from common.walls import AppendOnly


class Reopen(AppendOnly):
    """Drop an append-only trigger so that it can be recreated with other columns."""

    def forwards(self, quote):
        return super().backwards(quote)

    def backwards(self, quote):
        return super().forwards(quote)


def seal_links(apps, schema_editor):
    """Encrypt what a portal before this release stored in the clear; only invitations had such links."""
    from common.encryption import encrypt

    mails = apps.get_model("notices", "Mail").objects.using(schema_editor.connection.alias)
    for row in mails.filter(sent_at=None, sealed="", key__startswith="invitation/").exclude(link="").order_by("pk"):
        sealed = encrypt(json.dumps({"kind": "link", "values": {"link": row.link}}))
        mails.filter(pk=row.pk).update(link="", sealed=sealed)


def open_links(apps, schema_editor):
    """Decrypt them for a portal before this release."""
    from common.encryption import decrypt

    mails = apps.get_model("notices", "Mail").objects.using(schema_editor.connection.alias)
    for row in mails.exclude(sealed="").filter(sent_at=None, key__startswith="invitation/").order_by("pk"):
        mails.filter(pk=row.pk).update(link=json.loads(decrypt(row.sealed))["values"]["link"], sealed="")


SO_FAR = ("sent_at", "attempts", "retry_at", "failure", "link", "sealed")


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_sealed")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="content erased"),
        ),
        Reopen("notices_mail", allow_update=SO_FAR),
        AppendOnly("notices_mail", allow_update=(*SO_FAR, "erased_at")),
        migrations.RunPython(seal_links, open_links),
    ]
