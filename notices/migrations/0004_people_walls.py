"""Row-level security: read marks belong to the partner, email preferences to the person, the outbox to the vendor."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_people")]

    operations = [
        ForceRowSecurity("notices_reading"),
        AppendOnly("notices_reading"),
        ForceRowSecurity("notices_mailchoice", partner=None, user="user_id"),
        ForceRowSecurity("notices_mail", vendor=True),
        AppendOnly("notices_mail", allow_update=("sent_at", "attempts", "retry_at", "failure")),
    ]
