"""Row security on deals: partners see their own, and nobody but the vendor the keys of companies."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("leads", "0005_deals")]

    operations = [
        ForceRowSecurity("leads_deal"),
        ForceRowSecurity("leads_dealstep"),
        ForceRowSecurity("leads_dealprice"),
        ForceRowSecurity("leads_companykey", partner=None, vendor=True),
    ]
