"""Makes sent notices immutable (B24-1.7.1), except for the time their email was sent."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        ForceRowSecurity("notices_notice"),
        AppendOnly("notices_notice", allow_update=("mailed_at",)),
    ]
