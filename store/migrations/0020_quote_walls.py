"""Walls around quotes, agreed prices and campaigns."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0019_quotes")]

    operations = [
        ForceRowSecurity("store_pricecampaign", partner=None),
        ForceRowSecurity("store_clientquote"),
        ForceRowSecurity("store_clientquoteline"),
        AppendOnly("store_clientquoteline"),
        ForceRowSecurity("store_priceagreement"),
    ]
