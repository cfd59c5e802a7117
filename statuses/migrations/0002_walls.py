"""Append-only decisions; a status change may only become superseded, a certificate only replaced."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("statuses", "0001_initial")]

    operations = [
        ForceRowSecurity("statuses_decision"),
        AppendOnly("statuses_decision"),
        ForceRowSecurity("statuses_statuschange"),
        AppendOnly("statuses_statuschange", allow_update=("superseded_at",)),
        ForceRowSecurity("statuses_standing"),
        ForceRowSecurity("statuses_certificate"),
        AppendOnly("statuses_certificate", allow_update=("replaced_on",)),
    ]
