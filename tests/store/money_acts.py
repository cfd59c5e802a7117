"""What a manager does with bonuses, invoices and bank entries in the admin, for tests of every button."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from partners.models import Partner
from store.models import BonusApplication, BonusCredit
from tests.careers import NOON, TODAY
from tests.store.cards.rows import card_refund, checkout
from tests.store.invoices.rows import billed_order, invoice_of
from tests.store.payments.rows import bank_entry
from tests.store.payments.statements import table
from tests.store.provisioning.rows import endpoint, message
from tests.store.rows import order


def _bonus(w: Any) -> BonusCredit:
    return BonusCredit.objects.create(
        **w.own,
        kind="award",
        period="2026",
        currency="EUR",
        amount=1000,
        available=1000,
        credited_on=TODAY,
        expires_on=TODAY + timedelta(days=9),
        credited_at=NOON,
    )


def _application(w: Any) -> BonusApplication:
    Partner.objects.filter(pk=w.partner.pk).update(accepted_on=TODAY)
    return BonusApplication.objects.create(**w.own, kind="kickstart", applied_by=w.user, applied_at=NOON)


ACTS = {
    "store.bankstatement/import": lambda w: (
        None,
        {"file": SimpleUploadedFile("s.csv", table(("5.00", "gift"), on=TODAY))},
    ),
    "store.bankentry/assign": lambda w: (
        bank_entry(w.partner, "gift").pk,
        {"order": order(w.partner, w.user).number},
    ),
    "store.bankentry/settle": lambda w: (bank_entry(w.partner, "gift").pk, {"note": "Sent back"}),
    "store.invoice/credit": lambda w: (invoice_of(billed_order(w.partner, "x", "A"), "x").pk, {"reason": "Refunded"}),
    "store.bonuscredit/award": lambda w: (
        None,
        {"partner": w.partner.pk, "kind": "award", "amount": "1000", "reason": "Well done"},
    ),
    "store.bonuscredit/revoke": lambda w: (_bonus(w).pk, {"reason": "Misused"}),
    "store.cardcheckout/book": lambda w: (
        checkout(order(w.partner, w.user), surplus=100).pk,
        {},
    ),
    "store.cardcheckout/give": lambda w: (checkout(order(w.partner, w.user)).pk, {}),
    "store.cardrefund/retry": lambda w: (card_refund(checkout(order(w.partner, w.user))).pk, {}),
    "store.cardrefund/settle": lambda w: (card_refund(checkout(order(w.partner, w.user))).pk, {"note": "By transfer"}),
    "store.provisioningendpoint/new": lambda w: (
        None,
        {"name": "License server", "url": "https://licenses.example.com/hook"},
    ),
    "store.provisioningendpoint/resume": lambda w: (
        endpoint(w.partner, state="paused", paused_at=NOON).pk,
        {},
    ),
    "store.provisioningendpoint/pause": lambda w: (endpoint(w.partner).pk, {}),
    "store.provisioningendpoint/secret": lambda w: (endpoint(w.partner).pk, {}),
    "store.provisioningendpoint/close": lambda w: (endpoint(w.partner).pk, {}),
    "store.provisioningmessage/again": lambda w: (message(w.partner).pk, {}),
    "store.bonusapplication/approve": lambda w: (_application(w).pk, {}),
    "store.bonusapplication/decline": lambda w: (_application(w).pk, {"reason": "No."}),
}
READS = {
    "store.invoice/statement": "downloads a month (tests/store/invoices/test_statement.py)",
    "store.invoice/export": "downloads a table (tests/store/invoices/test_invoices.py)",
    "store.invoice/pdf": "downloads the document (tests/store/invoices/test_invoices.py)",
}
