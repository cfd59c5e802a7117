"""Row-level security in the store; what was published or sold is append-only, and orders are never deleted."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity

SHARED = ("store_product", "store_productstate", "store_pricelist", "store_productprice")
PARTNERS = ("store_cartline", "store_order", "store_orderline", "store_orderstep")
LEDGERS = ("store_productstate", "store_pricelist", "store_productprice", "store_orderline", "store_orderstep")
# What happens to an order; its amounts, lines and billing details stay as they were.
LATER = ("state", "due_on", "paid_on", "paid_at", "means", "cancelled_at", "excluded_on", "excluded_reason")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]

    operations = [
        *(ForceRowSecurity(table, partner=None) for table in SHARED),
        *(ForceRowSecurity(table) for table in PARTNERS),
        *(AppendOnly(table) for table in LEDGERS),
        AppendOnly("store_order", allow_update=LATER),
    ]
