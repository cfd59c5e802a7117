"""Row-level security on refunds, which are append-only, and on compliance records, which are never deleted."""

from django.db import migrations

from common.walls import AppendOnly, ForceRowSecurity

TABLES = ("store_refund", "store_refundline", "store_compliancecheck", "store_compliancedocument")
LEDGERS = ("store_refund", "store_refundline", "store_compliancedocument")
DECIDED = ("state", "question", "answer", "decided_at", "decided_by_id", "reason")


class Migration(migrations.Migration):
    dependencies = [("store", "0007_corrections")]

    operations = [
        *(ForceRowSecurity(table) for table in TABLES),
        *(AppendOnly(table) for table in LEDGERS),
        AppendOnly("store_compliancecheck", allow_update=DECIDED),
    ]
