"""Row-level security on requests for a tax exemption."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0029_exemption_requests")]

    operations = [ForceRowSecurity("store_exemptionrequest")]
