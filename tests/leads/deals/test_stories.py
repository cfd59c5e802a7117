"""A deal from the partner's form to its end, through the pages."""

import re

import pytest
import time_machine
from django.core.cache import cache

from activities.models import Activity
from common.tenancy import bind
from common.uploads import read_upload
from leads.deals.operations.deciding import approve_deal
from leads.deals.operations.working import win_deal
from leads.models import Deal, DealPrice, DealStep
from notices.models import Mail, Notice
from programs.definition.revisions import Revisions
from programs.models import Revision
from programs.rulebook import Rulebook
from store.models import ClientQuote, PriceAgreement
from tests import cast
from tests.common.pictures import PDF, sent
from tests.leads.deals.network import FORM, HOST, NOW, TODAY, again, competent, given, register, rulebook_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(kz, visit):
    """A partner with the competence, at its desk."""
    partner, user = competent(kz, "astana", "Astana Systems")
    desk = visit(user, host=HOST)
    desk.partner, desk.user = partner, user
    return desk


@pytest.fixture
def office(kz, visit):
    """The vendor's partner manager, in the admin."""
    return visit(cast.hire(kz, "Charlie"), host=HOST)


def the(program, model):
    with bind(program.pk):
        return model.objects.latest("pk")


def notices(program):
    with bind(program.pk):
        return list(Notice.objects.filter(kind="deal").order_by("pk").values_list("subject", flat=True))


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.mark.rule("KKV-5.1", "KKV-5.2", "KKV-5.4")
def test_a_deal_from_the_form_to_the_protection(kz, desk, office):
    assert "No deals yet" in text(desk.get("/dashboard/deals/"))
    refused = desk.post("/dashboard/deals/new/", {**FORM, "accepts": "", "company": "", "value": ""})
    for said in ("Accept this to register", "Enter the client", "Deals"):
        assert said in text(refused) or refused.status_code == 200
    assert b"An intranet for 1,200 people." in refused.content
    sent = desk.post("/dashboard/deals/new/", FORM)
    assert sent.status_code == 302, text(sent)
    deal = the(kz, Deal)
    where, admin = f"/dashboard/deals/{deal.pk}/", f"/admin/leads/deal/{deal.pk}"
    assert (deal.state, deal.due_on.isoformat()) == ("submitted", "2026-02-19")
    assert "competing products" in deal.accepted
    assert "aida" not in deal.contact
    assert "We decide by Feb. 19, 2026" in text(desk.get("/dashboard/deals/"))
    with bind(kz.pk):
        mails = Mail.objects.filter(key__startswith=f"deal/{deal.pk}/")
        assert [mail.subject for mail in mails] == ["New deal: Kaspi Logistics LLP (Astana Systems)"]
    assert "Kaspi Logistics LLP" in text(office.get("/admin/leads/deal/?state__exact=submitted"))
    assert "Nobody else has this client" in text(office.get(f"{admin}/change/"))

    office.post(f"{admin}/ask/", {"text": "Which department?"})
    assert (again(deal).state, again(deal).due_on.isoformat()) == ("asked", "2026-02-26")
    page = text(desk.get(where))
    assert "Answer by Feb. 26, 2026" in page
    assert "Which department?" in page
    desk.post(where, {"step": "answer", "text": "Human resources."})
    assert again(deal).state == "submitted"
    approved = office.post(f"{admin}/approve/", {"specialists": "Third party of the contract", "text": "Good luck!"})
    assert approved.status_code == 302, text(approved)
    row = again(deal)
    assert (row.state, row.protected_until.isoformat()) == ("approved", "2026-08-15")
    page = text(desk.get(where))
    for said in (
        "Protected until Aug. 15, 2026",
        "Third party of the contract (agreed)",
        "Good luck!",
        "Human resources",
    ):
        assert said in page, said
    assert notices(kz) == [
        "Deal registered: Kaspi Logistics LLP",
        "More information needed: Kaspi Logistics LLP",
        "Answer received: Kaspi Logistics LLP",
        "Deal approved: Kaspi Logistics LLP",
    ]
    desk.post(where, {"step": "begin", "on": "2026-03-02", "text": "Kick-off"})
    assert again(deal).begins_on.isoformat() == "2026-03-02"
    assert "March 2, 2026" in text(office.get(f"{admin}/change/"))


@pytest.mark.rule("KKV-5.3")
def test_a_price_is_agreed_before_it_is_quoted(kz, desk, office):
    deal = register(desk.partner, desk.user)
    where = f"/dashboard/deals/{deal.pk}/"
    desk.post(where, {"step": "price", "product": "enterprise_portal", "quantity": "1", "amount": "1"})
    with bind(kz.pk):
        assert not DealPrice.objects.exists()
    office.post(f"/admin/leads/deal/{deal.pk}/approve/", {})
    ask = {"step": "price", "product": "enterprise_portal", "quantity": "2", "amount": "20000000", "text": "Budget."}
    assert desk.post(where, ask).status_code == 302
    assert "already under review" in text(desk.post(where, ask))
    price = the(kz, DealPrice)
    assert price.due_on.isoformat() == "2026-02-19"
    assert "Enterprise Intranet Portal" in text(office.get("/admin/leads/dealprice/?state__exact=asked"))
    office.post(f"/admin/leads/dealprice/{price.pk}/agree/", {"agreed": "21000000"})
    page = text(desk.get(where))
    assert "21,000,000.00 · Agreed, until March 18, 2026" in page
    assert notices(kz)[-1] == "Price agreed: Kaspi Logistics LLP"
    allowed = the(kz, PriceAgreement)  # in quotes from the store
    assert (allowed.company, allowed.price, str(allowed.ends_on)) == ("Kaspi Logistics LLP", 21_000_000, "2026-03-18")


@pytest.mark.rule("KKV-5.3")
def test_the_store_refuses_a_quote_without_an_agreed_price(kz, desk, office):
    line = {"product": "enterprise_portal", "quantity_0": "1", "company": "Kaspi Logistics LLP", "country": "KZ"}

    def quoted(price, **more):
        return desk.post("/dashboard/quotes/new/", {**line, "price_0": price, "valid_until": "2026-03-01", **more})

    assert "Agree this price with us first" in text(quoted("90000000"))
    deal = register(desk.partner, desk.user)
    office.post(f"/admin/leads/deal/{deal.pk}/approve/", {})
    ask = {"step": "price", "product": "enterprise_portal", "quantity": "1", "amount": "20000000", "text": "Budget."}
    desk.post(f"/dashboard/deals/{deal.pk}/", ask)
    office.post(f"/admin/leads/dealprice/{the(kz, DealPrice).pk}/agree/", {"agreed": "21000000"})
    assert re.search("The minimal price is [^.]*21,000,000", text(quoted("20000000")))
    assert quoted("21000000").status_code == 302
    assert "Agree this price with us first" in text(quoted("21000000", company="Another LLP"))
    assert quoted("90000000", company="Another LLP", request="A tender").status_code == 302
    with bind(kz.pk):
        assert list(ClientQuote.objects.order_by("pk").values_list("state", flat=True)) == ["ready", "waiting"]


@pytest.mark.rule("KKV-5.2", "KKV-5.6")
def test_a_breach_ends_the_protection_and_is_recorded(kz, desk, office):
    deal = register(desk.partner, desk.user)
    office.post(f"/admin/leads/deal/{deal.pk}/approve/", {})
    office.post(f"/admin/leads/deal/{deal.pk}/revoke/", {"text": "It offered another product.", "breach": "on"})
    assert again(deal).state == "revoked"
    assert "It offered another product." in text(desk.get(f"/dashboard/deals/{deal.pk}/"))
    assert the(kz, Activity).kind == "violation"


def test_a_deal_is_won_with_its_proof(kz, desk, office):
    deal = register(desk.partner, desk.user)
    where = f"/dashboard/deals/{deal.pk}/"
    office.post(f"/admin/leads/deal/{deal.pk}/approve/", {})
    assert "attach the contract" in text(desk.post(where, {"step": "won", "licence": ""}))
    assert "no license with this key" in text(desk.post(where, {"step": "won", "licence": "nothing"}))
    desk.post(where, {"step": "lost", "reason": "Price"})
    assert (again(deal).state, again(deal).reason) == ("lost", "Price")
    assert "no longer possible" in desk.post(where, {"step": "won"}, follow=True).content.decode()


def test_a_contract_proves_a_won_deal_and_an_activity_is_recorded_where_the_rules_name_one(kz, desk):
    rules = rulebook_for(kz).on(TODAY)
    named = rules.model_copy(update={"deals": rules.deals.model_copy(update={"won_activity": "report"})})
    deal = register(desk.partner, desk.user)
    with bind(kz.pk):
        revision = Revision.objects.get(program=kz)
    rulebook = Rulebook(kz, Revisions([(revision.effective_from, revision.pk, named)]))
    about = {**given(kz), "rulebook": rulebook}
    approve_deal(**about, deal=deal)
    contract = read_upload(sent(PDF, "contract.pdf"), formats=("pdf",))
    win_deal(**{**about, "actor": cast.partner_actor(desk.partner, desk.user)}, deal=deal, document=contract)
    page = text(desk.get(f"/dashboard/deals/{deal.pk}/"))
    assert "contract.pdf" in page
    assert the(kz, Activity).reference == f"deal-{deal.pk}"


def test_a_partner_without_the_competence_registers_no_deals(kz, visit):
    partner = cast.admit(kz, "new", "New Ltd", country="KZ", currency="KZT")
    client = visit(cast.join(partner, "Nina"), host=HOST)
    assert "Your level doesn" in text(client.get("/dashboard/deals/new/"))
    assert "Your level doesn" in text(client.post("/dashboard/deals/new/", FORM))
    with bind(kz.pk):
        assert not Deal.objects.exists()


def test_only_the_vendor_sees_who_else_has_the_client(kz, desk, office, visit):
    other, user = competent(kz, "almaty", "Almaty Web")
    first = register(other, user)
    office.post(f"/admin/leads/deal/{first.pk}/approve/", {})
    sent = desk.post("/dashboard/deals/new/", {**FORM, "company": "TOO «Kaspi-Logistic»", "website": ""}, follow=True)
    deal = the(kz, Deal)
    for page in (sent, desk.get(f"/dashboard/deals/{deal.pk}/")):
        assert "Almaty Web" not in text(page)
    page = text(office.get(f"/admin/leads/deal/{deal.pk}/change/"))
    for said in ("Same domain", "Partner: Almaty Web", "Protected until Aug. 15, 2026"):
        assert said in page, said
    refused = office.post(f"/admin/leads/deal/{deal.pk}/approve/", {})
    assert "Almaty Web has this client protected" in text(refused)
    office.post(f"/admin/leads/deal/{deal.pk}/approve/", {"despite": "on"})
    assert again(deal).state == "approved"
    with bind(kz.pk):
        assert DealStep.objects.filter(deal=deal, kind="approved").count() == 1
