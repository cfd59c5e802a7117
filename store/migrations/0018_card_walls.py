"""Walls around card payments, refunds to cards and disputes."""

from django.db import migrations

from common.walls import ForceRowSecurity


class Migration(migrations.Migration):
    dependencies = [("store", "0017_cards")]

    operations = [
        ForceRowSecurity("store_cardcheckout"),
        ForceRowSecurity("store_cardrefund"),
        ForceRowSecurity("store_carddispute"),
    ]
