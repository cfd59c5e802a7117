"""Row-level security on tax exemptions; only their end may change."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0009_exemptions")]

    operations = [ForceRowSecurity("store_taxexemption"), AppendOnly("store_taxexemption", allow_update=("ends_on",))]
