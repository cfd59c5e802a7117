"""The pages, the API and the admin of NFR licenses."""

import pytest

from clients.keys import unsealed
from common.tenancy import bind
from nfr.models import NfrGrant, NfrKeyLook
from tests.cast import admit, join, open_program, staff_actor
from tests.nfr.acts import raised
from tests.web.api.tokens import caller, partner_secret, vendor_secret

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]

USE = "Demonstration of the products to clients"


@pytest.fixture
def silver(alpha, charlie):
    return raised(alpha, charlie, "silver")


def grants(partner):
    with bind(partner.program_id):
        return list(NfrGrant.objects.filter(partner=partner).order_by("pk"))


@pytest.mark.rule("B24-8.1c", "B24-8u")
def test_the_page_shows_limits_and_uses_and_claims(silver, alice, visit):
    desk = visit(alice)
    page = desk.get("/dashboard/nfr/").content.decode()
    for shown in ("24 GB", "12 scans", "5 sites", "15,000 emails a month", "Own domain: not included", "B24-8.1c"):
        assert shown in page
    assert "Testing, development and training" in page
    form = {"account": "alpha-demo.bitrix24.com"}
    assert "Accept the allowed uses" in desk.post("/dashboard/nfr/claim/cloud/", form).content.decode()
    assert desk.post("/dashboard/nfr/claim/cloud/", form | {"accepted": "on"}).status_code == 302
    (row,) = grants(silver)
    assert (row.state, row.account) == ("active", "alpha-demo.bitrix24.com")
    assert "alpha-demo.bitrix24.com" in desk.get("/dashboard/nfr/").content.decode()
    assert desk.get("/dashboard/nfr/claim/nothing/").status_code == 404


@pytest.mark.rule("B24-8.2")
def test_a_key_is_shown_to_leaders_and_each_view_is_logged(silver, alice, rita, bob, visit):
    visit(alice).post("/dashboard/nfr/claim/on_premise/", {"accepted": "on"})
    (row,) = grants(silver)
    address, key = f"/dashboard/nfr/{row.pk}/key/", unsealed(row.sealed_key)
    assert key not in visit(alice).get("/dashboard/nfr/").content.decode()
    assert key not in visit(alice).get(address).content.decode()
    assert key in visit(alice).post(address).content.decode()
    assert visit(rita).post(address).status_code == 403
    assert visit(bob).post(address).status_code == 404
    with bind(silver.program_id):
        assert list(NfrKeyLook.objects.values_list("by_id", flat=True)) == [alice.pk]


@pytest.mark.rule("BPS-nfr")
def test_a_key_that_came_with_the_level_needs_its_uses_accepted(delta, dora, erin, other_site, visit):
    raised(delta, erin, "certified")
    (row,) = grants(delta)
    desk, address = visit(dora, host=other_site.host), f"/dashboard/nfr/{row.pk}/key/"
    assert "Accept the allowed uses" in desk.post(address).content.decode()
    assert unsealed(row.sealed_key) in desk.post(address, {"accepted": "yes"}).content.decode()
    (row,) = grants(delta)
    assert (row.accepted_by_id, row.purposes) == (dora.pk, ["Testing", "Internal use", "Demonstration"])


@pytest.mark.rule("NET-1")
@pytest.mark.parametrize("preset", ["1c-bitrix", "1c-bitrix-kz"])
def test_the_first_level_claims_a_licence_for_its_own_website(preset, visit):
    partner = admit(open_program(preset), "nova", "Nova")
    desk = visit(join(partner, "Nora"), host=f"{preset}.localhost")
    assert "License for the own website" in desk.get("/dashboard/nfr/").content.decode()
    assert desk.post("/dashboard/nfr/claim/own_site/", {"accepted": "on"}).status_code == 302
    (row,) = grants(partner)
    assert (row.state, row.purposes, row.ends_on) == ("active", ["The company's own website"], None)
    address = f"/dashboard/nfr/{row.pk}/key/"
    assert unsealed(row.sealed_key) in desk.post(address).content.decode()
    assert "you have used it" in desk.post("/dashboard/nfr/claim/own_site/", {"accepted": "on"}).content.decode()


def test_the_api_claims_once_and_lists(silver, alice, charlie, visit):
    call = caller(visit(), partner_secret(silver, alice))
    sent = {
        "kind": "cloud",
        "account": "alpha-demo.bitrix24.com",
        "purposes": ["Demonstration of the products to clients"],
    }
    made = call("me/nfr/", sent, key="k1")
    assert made.status_code == 201, made.content
    assert call("me/nfr/", sent, key="k1").json() == made.json()
    assert call("me/nfr/", sent | {"account": "two.bitrix24.com"}, key="k2").status_code == 422
    assert call(f"me/nfr/{made.json()['id']}/extension/", {}, key="k3").status_code == 409
    vendor = caller(visit(), vendor_secret(silver.program, charlie))
    (row,) = vendor("vendor/nfr/?state=active").json()["results"]
    assert (row["partner"], row["account"]) == ("alpha", "alpha-demo.bitrix24.com")


def test_the_admin_revokes_with_a_reason(silver, alice, charlie, visit):
    visit(alice).post("/dashboard/nfr/claim/on_premise/", {"accepted": "on"})
    (row,) = grants(silver)
    desk = visit(charlie)
    assert desk.post(f"/admin/nfr/nfrgrant/{row.pk}/revoke/", {"reason": ""}).status_code == 200
    assert desk.post(f"/admin/nfr/nfrgrant/{row.pk}/revoke/", {"reason": "Resold"}).status_code == 302
    (row,) = grants(silver)
    assert (row.state, row.cause, row.reason, row.decided_by_id) == ("ended", "breach", "Resold", charlie.pk)
    assert staff_actor(silver.program, charlie).is_vendor


@pytest.mark.rule("B24-8.1b")
def test_a_partner_gives_a_license_back_on_the_page_and_through_the_api(silver, alice, visit):
    desk, call = visit(alice), caller(visit(), partner_secret(silver, alice))
    desk.post("/dashboard/nfr/claim/on_premise/", {"accepted": "on"})
    (row,) = grants(silver)
    address = f"/dashboard/nfr/{row.pk}/give-back/"
    assert "its key stops working" in desk.get(address).content.decode()
    assert desk.post(address).status_code == 302
    (row,) = grants(silver)
    assert (row.state, row.cause) == ("ended", "returned")
    assert "no longer" not in desk.post(address).content.decode()
    assert call(f"me/nfr/{row.pk}/cancellation/", {}, key="k1").status_code == 409
    sent = {"kind": "cloud", "account": "alpha-demo.bitrix24.com", "purposes": [USE]}
    made = call("me/nfr/", sent, key="k2").json()
    assert call(f"me/nfr/{made['id']}/cancellation/", {}, key="k3").json()["cause"] == "returned"
    assert call("me/nfr/", sent, key="k4").status_code == 201, "Silver may extend, so it may claim again"
