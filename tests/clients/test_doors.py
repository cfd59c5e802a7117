"""The pages, the API, the admin and the daily job of clients."""

from datetime import date, timedelta

import pytest

from clients.daily import open_day
from clients.keys import unsealed
from clients.models import AcceptedRules, Client, ClientLicence, ClientLook
from clients.use import rules_version
from common.actor import Actor
from common.tenancy import bind
from notices.models import Notice
from programs.rulebook import read_rulebook
from tests.careers import NOON
from tests.clients.test_operations import TODAY, add, opened
from tests.web.api.tokens import caller, partner_secret, vendor_secret

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]


def day(partner, on):
    with bind(partner.program_id):
        system = Actor.system(partner.program_id)
        return open_day(actor=system, rulebook=read_rulebook(partner.program_id), today=on, now=NOON)


@pytest.mark.rule("B24-5.2")
def test_clients_are_listed_with_their_origin_and_keys_apart(alpha, alice, bob, visit):
    client = add(alpha, origin="referral")
    licence = opened(alpha, reference="order-77")
    desk = visit(alice)
    page = desk.get("/dashboard/clients/?q=ACME").content.decode()
    assert "Acme Ltd" in page
    assert "Referral link" in page
    assert "Acme Ltd" not in desk.get("/dashboard/clients/?origin=purchase").content.decode()
    keys = desk.get("/dashboard/clients/keys/?q=order-77").content.decode()
    assert licence.key_ending in keys
    assert unsealed(licence.sealed_key) not in keys
    assert visit(bob).get(f"/dashboard/clients/{client.pk}/").status_code == 404


@pytest.mark.rule("B24-5.3")
def test_a_contact_is_shown_after_the_rules_of_use_and_each_view_is_logged(alpha, alice, rita, visit):
    client, desk = add(alpha), visit(alice)
    address = f"/dashboard/clients/{client.pk}/"
    assert "ann@acme.example" not in desk.post(address).content.decode()
    page = desk.get("/dashboard/clients/").content.decode()
    assert "Send no bulk email to these addresses" in page
    assert desk.post("/dashboard/clients/rules/").status_code == 302
    desk.post("/dashboard/clients/rules/")
    assert "ann@acme.example" not in desk.get(address).content.decode()
    assert "ann@acme.example" in desk.post(address).content.decode()
    assert visit(rita).post(address).status_code == 403
    with bind(alpha.program_id):
        rules = read_rulebook(alpha.program_id).on(TODAY)
        assert list(AcceptedRules.objects.values_list("by_id", "version")) == [(alice.pk, rules_version(rules))]
        assert list(ClientLook.objects.values_list("by_id", "what", "client_id")) == [(alice.pk, "contact", client.pk)]


@pytest.mark.rule("B24-5.3")
def test_no_list_holds_contacts(alpha, alice, charlie, visit):
    add(alpha)
    mine = caller(visit(), partner_secret(alpha, alice))
    all_of = caller(visit(), vendor_secret(alpha.program, charlie))
    desk = visit(alice)
    answers = [mine("me/clients/"), all_of("vendor/clients/"), desk.get("/dashboard/clients/")]
    answers.append(visit(charlie).get("/admin/clients/client/"))
    for answer in answers:
        assert answer.status_code == 200
        assert "Acme Ltd" in answer.content.decode()
        assert "ann@acme.example" not in answer.content.decode()
        assert "25 111111" not in answer.content.decode()


@pytest.mark.rule("B24-2.3a")
def test_a_key_is_registered_on_its_page(alpha, alice, visit):
    licence, desk = opened(alpha), visit(alice)
    address = f"/dashboard/clients/keys/{licence.pk}/register/"
    new = {"company": "Birch Ltd", "country": "CY", "email": alice.email}
    assert "your team" in desk.post(address, new).content.decode()
    assert desk.post(address, new | {"email": "it@birch.example"}).status_code == 302
    with bind(alpha.program_id):
        licence.refresh_from_db()
        assert (licence.registered_to, licence.registered_on) == ("Birch Ltd", TODAY)
        assert Client.objects.get().origin == "purchase"
    key = unsealed(licence.sealed_key)
    shown = f"/dashboard/clients/keys/{licence.pk}/"
    assert key not in desk.get(shown).content.decode()
    assert key in desk.post(shown).content.decode()
    with bind(alpha.program_id):
        assert ClientLook.objects.get().what == "key"


@pytest.mark.rule("B24-2.3a")
def test_a_key_is_reminded_of_on_day_five_and_deactivated_on_day_eight(alpha):
    licence = opened(alpha)
    changed = {n: day(alpha, TODAY + timedelta(days=n)) for n in (4, 5, 5, 7, 8, 8)}
    assert changed == {4: 0, 5: 0, 7: 0, 8: 0}, "the second run on a day changes nothing"
    with bind(alpha.program_id):
        licence.refresh_from_db()
        assert (licence.state, licence.ended_on) == ("deactivated", TODAY + timedelta(days=8))
        told = list(Notice.objects.filter(kind="client").order_by("pk").values_list("on", flat=True))
    assert told == [TODAY + timedelta(days=5), TODAY + timedelta(days=8)]


def test_a_registered_key_stays_active(alpha):
    licence = opened(alpha, add(alpha, kind="on_premise", account=""), kind="key")
    assert day(alpha, TODAY + timedelta(days=30)) == 0
    with bind(alpha.program_id):
        licence.refresh_from_db()
    assert licence.state == "active"


def test_a_term_is_announced_and_ends_after_its_last_day(alpha):
    licence = opened(alpha, add(alpha))
    for on in (date(2027, 1, 16), date(2027, 2, 8)):
        day(alpha, on)
    assert day(alpha, date(2027, 2, 15)) == 0
    assert day(alpha, date(2027, 2, 16)) == 1
    with bind(alpha.program_id):
        licence.refresh_from_db()
        assert (licence.state, licence.ended_on) == ("ended", date(2027, 2, 16))
        assert Notice.objects.filter(key__contains="/expiry/").count() == 2


def test_the_product_reports_sign_ups_and_seats(alpha, beta, charlie, visit):
    call = caller(visit(), vendor_secret(alpha.program, charlie))
    sent = {"partner": "alpha", "account": "https://Birch.bitrix24.de/", "company": "Birch", "country": "DE"}
    made = call("vendor/sign-ups/", sent, key="k1")
    assert made.status_code == 201, made.content
    assert (made.json()["account"], made.json()["origin"]) == ("birch.bitrix24.de", "referral")
    assert call("vendor/sign-ups/", sent | {"partner": "beta"}, key="k2").status_code == 422
    assert call("vendor/seats/", {"account": "birch.bitrix24.de", "seats": 9}, key="k3").status_code == 422
    with bind(alpha.program_id):
        client = Client.objects.get()
    opened(alpha, client)
    assert call("vendor/seats/", {"account": "birch.bitrix24.de", "seats": 9}, key="k4").json()["seats"] == 9
    with bind(alpha.program_id):
        assert ClientLicence.objects.get().seats == 9


def test_a_manager_moves_and_merges_in_the_admin(alpha, beta, charlie, visit):
    client, desk = add(alpha), visit(charlie)
    other = add(alpha, kind="on_premise", account="", company="Acme again")
    address = f"/admin/clients/client/{client.pk}"
    assert "No partner has this code" in desk.post(f"{address}/move/", {"code": "x", "reason": "r"}).content.decode()
    assert desk.post(f"{address}/move/", {"code": "beta", "reason": "They asked"}).status_code == 302
    merging = f"/admin/clients/client/{other.pk}/merge/"
    assert desk.post(merging, {"number": client.pk, "reason": "Same company"}).status_code == 302
    with bind(alpha.program_id):
        client.refresh_from_db()
        other.refresh_from_db()
        assert (client.partner_id, other.merged_into_id) == (beta.pk, client.pk)
        assert Notice.objects.filter(kind="client").count() == 2
    page = desk.post(f"{address}/contact/").content.decode()
    assert "ann@acme.example" in page
    with bind(alpha.program_id):
        assert ClientLook.objects.get().by_id == charlie.pk


def test_a_partner_replaces_a_contact_with_the_clients_own(alpha, alice, visit):
    client, desk = add(alpha), visit(alice)
    address = f"/dashboard/clients/{client.pk}/contact/"
    assert "ann@acme.example" not in desk.get(address).content.decode()
    assert "your team" in desk.post(address, {"name": "Bea", "email": alice.email}).content.decode()
    assert desk.post(address, {"name": "Bea", "email": "bea@acme.example"}).status_code == 302
    desk.post("/dashboard/clients/rules/")
    assert "bea@acme.example" in desk.post(f"/dashboard/clients/{client.pk}/").content.decode()


def test_a_client_linked_by_hand_is_told_and_its_page_has_its_history(alpha, beta, charlie, visit):
    desk = visit(charlie)
    new = {"partner": "alpha", "kind": "on_premise", "company": "Cedar Ltd", "country": "CY"}
    assert desk.post("/admin/clients/client/link/", new).status_code == 302
    with bind(alpha.program_id):
        client = Client.objects.get()
        assert "You have a new client: Cedar Ltd" in Notice.objects.get(key=f"client/{client.pk}/linked").subject
    desk.post(f"/admin/clients/client/{client.pk}/move/", {"code": "beta", "reason": "They moved house"})
    desk.post(f"/admin/clients/client/{client.pk}/contact/")
    page = desk.get(f"/admin/clients/client/{client.pk}/change/").content.decode()
    assert "They moved house" in page
    assert charlie.name in page
