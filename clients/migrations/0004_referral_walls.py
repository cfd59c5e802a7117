"""Row-level security on referral links, visits, counts and sign-ups."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_referral")]

    operations = [
        ForceRowSecurity("clients_referrallink"),
        ForceRowSecurity("clients_referralvisit", partner=None, vendor=True),
        ForceRowSecurity("clients_referralcount"),
        ForceRowSecurity("clients_referralsignup"),
    ]
