"""Row security on the record of erasures, and the functions of PostgreSQL that erase words (common/personal/sql.py)."""

from django.db import migrations

from common.personal.sql import BACKWARD, FORWARD
from common.walls import REFUSE, AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.RunSQL(f"{REFUSE};{FORWARD}", BACKWARD),
        ForceRowSecurity("privacy_erasure", partner=None, vendor=True),
        AppendOnly("privacy_erasure"),
    ]
