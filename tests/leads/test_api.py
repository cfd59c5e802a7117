"""What partners and the vendor do on the pages of requests works through the API, with the same rights and refusals."""

import pytest
import time_machine

from common.tenancy import bind
from leads.models import ContactView, Offer, Participant, Reservation
from tests import cast
from tests.leads.network import NOW, again, pass_course, promote, send
from tests.web.api.tokens import caller, partner_secret, vendor_secret

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.rule("B24-6.2c", "B24-6.2d")
def test_a_partner_reserves_and_works_on_a_request(program, alpha, alice, visit):
    promote(alpha)
    lead = send(program).lead
    call = caller(visit(), partner_secret(alpha, alice))
    listed = call("me/requests/board/").json()["results"]
    assert [row["id"] for row in listed] == [lead.pk]
    assert "clara@" not in str(listed)
    made = call(f"me/requests/board/{lead.pk}/reservation/", {}, key="r1")
    assert made.status_code == 201, made.content
    assert call(f"me/requests/board/{lead.pk}/reservation/", {}, key="r2").status_code == 422
    where = f"me/requests/{made.json()['id']}/"
    assert "clara@client.example" in call(where).json()["contact"].values()
    with bind(program.pk):
        assert ContactView.objects.get().user_id == alice.pk

    def step(name, **given):
        return call(f"{where}steps/", {"step": name, **given}, key=f"{name}{given}")

    refused = step("assign", assignee=alice.email)
    assert refused.status_code == 422
    assert "Partner Program Tutorial" in str(refused.json()["errors"])
    pass_course(alpha, alice)
    assert step("assign", assignee=alice.email, reason="").status_code == 200
    assert step("assign", assignee="nobody@alpha.example").status_code == 422
    assert step("note", text="Called her.").status_code == 200
    assert step("stage", stage="proposal").json()["stage"] == "proposal"
    assert step("next", text="Send a quote", on="2026-02-20").json()["next_on"] == "2026-02-20"
    assert "reason" in step("lost", reason="Bad mood").json()["errors"]
    assert step("lost", reason="Price").json()["state"] == "lost"
    assert "Called her." in str(call(where).json()["notes"])


@pytest.mark.rule("B24-6")
def test_a_partner_answers_offers(other_program, delta, visit):
    promote(delta)
    lead = send(other_program).lead
    call = caller(visit(host="bitrix-2011.localhost"), partner_secret(delta, cast.join(delta, "Dirk")))
    offer = call("me/offers/").json()["results"][0]
    assert offer["request"] == lead.pk
    refused = call(f"me/offers/{offer['id']}/answer/", {"answer": "decline"}, key="a1")
    assert "reason" in refused.json()["errors"]
    assert call(f"me/offers/{offer['id']}/answer/", {"answer": "accept"}, key="a2").status_code == 200
    assert again(lead).state == "taken"
    assert call("me/offers/").json()["results"] == []


def test_who_reads_only_reserves_nothing(program, alpha, alice, visit):
    promote(alpha)
    lead = send(program).lead
    reader = caller(visit(), partner_secret(alpha, alice, ["requests:read"]))
    assert reader(f"me/requests/board/{lead.pk}/reservation/", {}, key="r1").status_code == 403
    cast_off = caller(visit(), partner_secret(alpha, alice, ["deals:read"]))
    assert cast_off("me/requests/board/").status_code == 403


def test_the_vendor_decides_on_requests_and_reservations(program, alpha, alice, charlie, visit):
    heir = promote(cast.admit(program, "heir", "Heir Ltd"))
    promote(alpha)
    first, second = send(program).lead, send(program).lead
    mine = caller(visit(), partner_secret(alpha, alice))
    held = mine(f"me/requests/board/{first.pk}/reservation/", {}, key="r1").json()
    office = caller(visit(), vendor_secret(program, charlie))

    def decide(where, decision, **given):
        return office(f"vendor/{where}/decision/", {"decision": decision, **given}, key=f"{where}{decision}{given}")

    listed = office("vendor/reservations/?state=open").json()["results"]
    assert [(row["partner"], row["request"]) for row in listed] == [("alpha", first.pk)]
    assert decide(f"reservations/{held['id']}", "reassign").status_code == 422
    assert decide(f"reservations/{held['id']}", "reassign", partner="nobody", reason="Idle").status_code == 404
    done = decide(f"reservations/{held['id']}", "reassign", partner="heir", reason="Idle")
    assert done.json()["state"] == "withdrawn"
    with bind(program.pk):
        assert Offer.objects.get().partner_id == heir.pk
        assert not Reservation.objects.open().exists()
    assert decide(f"requests/{second.pk}", "merge", into=first.pk).json()["state"] == "merged"
    assert "reason" in decide(f"requests/{first.pk}", "close").json()["errors"]
    assert decide(f"requests/{first.pk}", "close", reason="A test").json()["state"] == "closed"
    assert decide(f"requests/{first.pk}", "erase").status_code == 200
    assert again(first).erased_at


@pytest.mark.rule("B24-6.2a")
def test_a_partner_asks_for_a_location_and_the_vendor_approves(program, alpha, alice, charlie, visit):
    promote(alpha)
    mine, office = caller(visit(), partner_secret(alpha, alice)), caller(visit(), vendor_secret(program, charlie))
    made = mine("me/locations/", {"country": "MT"}, key="l1")
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    assert "country" in mine("me/locations/", {"country": "CY"}, key="l2").json()["errors"]
    waiting = office("vendor/locations/?state=waiting").json()["results"]
    assert [(row["partner"], row["country"]) for row in waiting] == [("alpha", "MT")]
    where = f"vendor/locations/{waiting[0]['id']}/decision/"
    assert "reason" in office(where, {"approve": False}, key="d1").json()["errors"]
    assert office(where, {"approve": True}, key="d2").json()["state"] == "approved"
    assert mine("me/locations/").json()["results"][0]["state"] == "approved"
    gone = f"me/locations/{made.json()['id']}/removal/"
    assert mine(gone, {}, key="l3").json()["state"] == "removed"
    assert mine(gone, {}, key="l4").status_code == 422


@pytest.mark.rule("B24-6.1")
def test_a_partner_accepts_the_rules_and_says_who_is_away(program, alpha, alice, visit):
    promote(alpha)
    with bind(program.pk):
        Participant.objects.update(rules_version="")
    call = caller(visit(), partner_secret(alpha, alice))
    assert call("me/requests/board/").status_code == 403
    shown = call("me/requests/rules/").json()
    assert not shown["accepted"]
    assert "no competing products" in " ".join(shown["text"])
    assert call("me/requests/rules/", {"version": "2019"}, key="j1").status_code == 422
    assert call("me/requests/rules/", {"version": shown["version"]}, key="j2").json()["accepted"]
    assert call("me/requests/board/").status_code == 200

    assert call("me/requests/absence/", {"until": "2026-02-15"}, key="j3").json()["errors"].keys() == {"until"}
    assert call("me/requests/absence/", {"until": "2026-02-20"}, key="j4").json()["until"] == "2026-02-20"
    with bind(program.pk):
        assert Participant.objects.get(partner=alpha).away_until.isoformat() == "2026-02-20"
    assert call("me/requests/absence/", {"until": None}, key="j5").json() == {"until": None, "people": []}
    away = {"until": "2026-02-18", "person": alice.email}
    assert call("me/requests/absence/", away, key="j6").json()["people"] == [{"person": alice.email, **away}]
    stranger = {"until": "2026-02-18", "person": "nobody@alpha.example"}
    assert call("me/requests/absence/", stranger, key="j7").json()["errors"].keys() == {"person"}
