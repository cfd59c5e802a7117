"""Row-level security on the answers to forms."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_sent_forms")]

    operations = [ForceRowSecurity("programs_formanswer", partner=None)]
