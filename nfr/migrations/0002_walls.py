"""Row-level security on NFR licenses; views of keys are only added."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("nfr", "0001_initial")]

    operations = [
        ForceRowSecurity("nfr_nfrgrant"),
        ForceRowSecurity("nfr_nfrkeylook"),
        AppendOnly("nfr_nfrkeylook"),
    ]
