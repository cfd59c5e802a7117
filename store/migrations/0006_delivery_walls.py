"""Row-level security on deliveries, which are append-only."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0005_delivery")]

    operations = [ForceRowSecurity("store_delivery"), AppendOnly("store_delivery")]
