"""Requests for client documents: asked, reminded of, overdue, answered, decided (B24-2.3.3)."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.tenancy import bind
from notices.models import Notice
from store.jobs import know_customers
from store.models import KycDocument, KycRequest, Order
from tests.store import shop

pytestmark = pytest.mark.django_db
ASKED = {"company": "Acme", "question": "Registration and owners", "due_on": "2026-03-09"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def keys(program):
    with bind(program.pk):
        return sorted(key.split("/")[2] for key in Notice.objects.filter(kind="kyc").values_list("key", flat=True))


def only(program) -> KycRequest:
    with bind(program.pk):
        return KycRequest.objects.get()


@pytest.mark.rule("B24-2.3.3")
def test_a_missed_request_blocks_orders_until_it_is_answered(shopper, program, alpha, charlie, visit):
    desk = visit(charlie)
    asked = desk.post(reverse("admin:store_kycrequest_ask"), {"partner": alpha.pk, **ASKED})
    assert asked.status_code == 302
    row = only(program)
    page = reverse("store:kyc_request", args=[row.pk])
    assert "Registration and owners" in shopper.get(page).content.decode()
    know_customers()
    know_customers()
    assert keys(program) == ["asked", "due"]  # a week before it is due
    shop.fill_cart(shopper)
    with time_machine.travel(date(2026, 3, 10), tick=False):
        assert know_customers() == 1
        assert know_customers() == 0
        checkout = shopper.get(reverse("store:checkout")).content.decode()
        assert "Orders are blocked until you submit the documents about Acme" in checkout
        shop.check_out(shopper)
        with bind(program.pk):
            assert not Order.objects.exists()
        file = SimpleUploadedFile("registration.pdf", PDF, content_type="application/pdf")
        assert shopper.post(page, {"answer": "Attached", "attached": file}).status_code == 302
        assert only(program).suspended_at is None
        assert shop.check_out(shopper).status_code == 302
    with bind(program.pk):
        assert Order.objects.count() == 1
        assert KycDocument.objects.get().document.name == "registration.pdf"
    assert "Attached" in desk.get(reverse("admin:store_kycrequest_change", args=[row.pk])).content.decode()


@pytest.mark.rule("B24-2.3.3")
def test_a_false_answer_blocks_at_once_and_an_accepted_one_ends_it(shopper, program, alpha, charlie, visit):
    desk = visit(charlie)
    desk.post(reverse("admin:store_kycrequest_ask"), {"partner": alpha.pk, **ASKED})
    row = only(program)
    page = reverse("store:kyc_request", args=[row.pk])
    shopper.post(page, {"answer": "Owned by nobody"})
    reject, accept = (reverse(f"admin:store_kycrequest_{step}", args=[row.pk]) for step in ("reject", "accept"))
    assert desk.post(reject, {"reason": "False"}).status_code == 302
    assert "until you answer" in shopper.get(page).content.decode()
    assert only(program).suspended_at is not None
    shopper.post(page, {"answer": "Owned by Mr A."})
    assert desk.post(accept).status_code == 302
    assert "no longer possible" in desk.post(reject, {"reason": "Again"}).content.decode()
    assert (only(program).state, only(program).suspended_at) == ("accepted", None)
    assert keys(program) == ["accepted", "asked", "rejected"]
