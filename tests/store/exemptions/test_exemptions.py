"""A partner with an approved exemption pays no tax; it asks for one itself, or a manager enters it (B24-2.1.1b)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.tenancy import bind
from notices.models import Notice
from store.models import ExemptionRequest, Order, TaxExemption
from tests.store import shop

pytestmark = pytest.mark.django_db
PAGE = reverse("store:exemption")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
APPROVE = reverse("admin:store_taxexemption_approve")


@pytest.mark.rule("B24-2.1.1b")
def test_an_exempt_partner_pays_no_tax_until_it_ends(shopper, alpha, charlie, visit):
    desk = visit(charlie)
    given = {"partner": alpha.pk, "proof": "EX-17", "starts_on": shop.TODAY}
    assert desk.post(APPROVE, {**given, "proof": ""}).status_code == 200
    assert desk.post(APPROVE, given).status_code == 302
    shop.fill_cart(shopper)
    assert shop.check_out(shopper).status_code == 302
    with bind(alpha.program_id):
        order = Order.objects.get()
        assert (order.tax_total, order.total) == (0, order.net_total)
        assert (order.lines.get().tax_category, order.tax_evidence["exemption"]) == ("E", "EX-17")
        row = TaxExemption.objects.get()
    assert desk.post(reverse("admin:store_taxexemption_end", args=[row.pk])).status_code == 302


def ask(shopper, **given):
    """Ask through the page, with a certificate."""
    file = SimpleUploadedFile("certificate.pdf", PDF, content_type="application/pdf")
    return shopper.post(PAGE, {"proof": "EX-18", "file": file, "starts_on": shop.TODAY, "ends_on": "", **given})


def decide(desk, row, step, **given):
    """A manager's decision on a request."""
    return desk.post(reverse(f"admin:store_exemptionrequest_{step}", args=[row.pk]), given)


def newest(program) -> ExemptionRequest:
    with bind(program.pk):
        return ExemptionRequest.objects.order_by("pk").last()


@pytest.mark.rule("B24-2.1.1b")
def test_a_partner_asks_and_is_exempt_once_a_manager_approves(shopper, program, alpha, charlie, visit):
    shop.fill_cart(shopper)
    assert PAGE in shopper.get(reverse("store:checkout")).content.decode()
    assert ask(shopper, ends_on="2026-01-01").status_code == 200
    assert ask(shopper, ends_on="2026-12-31").status_code == 302
    assert "You already have a pending request" in ask(shopper).content.decode()
    assert (
        "Exempt"
        not in shopper.get(reverse("store:checkout")).content.decode().split("Place order")[0].split("Total")[-1]
    )
    desk, row = visit(charlie), newest(program)
    assert "EX-18" in desk.get(reverse("admin:store_exemptionrequest_changelist") + "?state=waiting").content.decode()
    form = desk.get(reverse("admin:store_exemptionrequest_approve", args=[row.pk])).content.decode()
    assert 'value="2026-12-31"' in form
    assert decide(desk, row, "approve", ends_on="2026-06-30").status_code == 302
    assert "no longer possible" in decide(desk, row, "decline", reason="Late").content.decode()
    with bind(program.pk):
        exemption = TaxExemption.objects.get()
        assert (exemption.proof, exemption.starts_on, str(exemption.ends_on)) == ("EX-18", shop.TODAY, "2026-06-30")
        assert sorted(Notice.objects.filter(kind="tax_exemption").values_list("link", flat=True)) == [PAGE, PAGE]
    assert "June 30, 2026" in shopper.get(PAGE).content.decode()
    assert "Exempt" in shopper.get(reverse("store:cart")).content.decode()


def test_a_manager_who_clears_the_end_exempts_for_good(shopper, program, charlie, visit):
    assert ask(shopper, ends_on="2026-12-31").status_code == 302
    assert decide(visit(charlie), newest(program), "approve", ends_on="").status_code == 302
    with bind(program.pk):
        assert TaxExemption.objects.get().ends_on is None


@pytest.mark.rule("B24-2.1.1b")
def test_a_declined_request_shows_its_reason_and_a_pending_one_is_withdrawn(shopper, program, charlie, visit):
    desk = visit(charlie)
    assert ask(shopper).status_code == 302
    assert decide(desk, newest(program), "decline", reason="").status_code == 200
    assert decide(desk, newest(program), "decline", reason="The stamp is missing").status_code == 302
    assert "The stamp is missing" in shopper.get(PAGE).content.decode()
    assert ask(shopper).status_code == 302
    for _ in range(2):
        assert shopper.post(reverse("store:exemption_withdraw", args=[newest(program).pk])).status_code == 302
    with bind(program.pk):
        row = ExemptionRequest.objects.order_by("pk").last()
        assert (row.state, row.document.name) == ("withdrawn", "certificate.pdf")
        assert not TaxExemption.objects.exists()
        keys = Notice.objects.filter(kind="tax_exemption").order_by("pk").values_list("key", flat=True)
        assert [key.split("/")[-1] for key in keys] == ["asked", "declined", "asked", "withdrawn"]
