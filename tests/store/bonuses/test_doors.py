"""Bonuses through the partner's page, the admin and the API."""

import pytest

from common.tenancy import bind
from store.bonuses.operations.giving import apply_for_bonus
from store.models import BonusApplication, BonusCredit
from tests.careers import NOON, TODAY
from tests.cast import rulebook_with
from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
PAGE, APPLY = "/dashboard/bonuses/", "/dashboard/bonuses/kickstart/apply/"


def text_of(response):
    return response.content.decode()


@pytest.mark.rule("B24-9a")
def test_the_page_shows_what_is_missing(visit, fresh, fiona):
    page = text_of(visit(fiona).get(PAGE))
    assert page.count("Not yet") == 3
    assert "Complete the steps above" in page
    refused = text_of(visit(fiona).post(APPLY, follow=True))
    assert "Still missing: NFR subscription claimed" in refused


@pytest.mark.rule("B24-9a")
def test_a_partner_applies_and_a_manager_approves(visit, ready, fiona, charlie):
    member, desk = visit(fiona), visit(charlie)
    assert "€1,000.00, valid until April 17, 2026" in text_of(member.get(PAGE))
    assert "Application submitted" in text_of(member.post(APPLY, follow=True))
    with bind(ready.program_id):
        application = BonusApplication.objects.get()
    queue = "/admin/store/bonusapplication/"
    assert "Fresh Works" in text_of(desk.get(f"{queue}?state=submitted"))
    done = desk.post(f"{queue}{application.pk}/approve/", follow=True)
    assert "The bonus is credited" in text_of(done)
    page = text_of(member.get(PAGE))
    assert "Kickstart bonus" in page
    assert "April 17, 2026" in page


@pytest.mark.rule("B24-10a")
def test_a_manager_awards_within_the_range(visit, alpha, charlie):
    desk, given = visit(charlie), {"partner": alpha.pk, "kind": "award", "reason": "Well done"}
    award = "/admin/store/bonuscredit/award/"
    assert "from €1,000 to €5,000" in text_of(desk.post(award, {**given, "amount": "5000.01"}))
    assert "can use the bonus now" in text_of(desk.post(award, {**given, "amount": "5000"}, follow=True))
    assert "already got this bonus" in text_of(desk.post(award, {**given, "amount": "1000"}))


@pytest.mark.rule("B24-9c")
def test_a_manager_revokes(visit, alpha, alice, charlie, rulebook, award, hold):
    with bind(alpha.program_id):
        credit = award(alpha)
        hold(alpha, 250)
    address = f"/admin/store/bonuscredit/{credit.pk}/"
    desk = visit(charlie)
    desk.post(f"{address}revoke/", {"reason": "Own use", "measures": ["deactivate_products", "open_case"]})
    assert "Revoked" in text_of(desk.get(f"{address}change/"))
    page = text_of(visit(alice).get(PAGE))
    assert "Own use" in page
    assert "A-1" in page


@pytest.mark.rule("B24-f")
def test_the_api_shows_the_account(visit, alpha, alice, award, hold):
    with bind(alpha.program_id):
        award(alpha)
        hold(alpha, "250.50")
    found = caller(visit(), partner_secret(alpha, alice))("me/bonuses/").json()
    assert (found["currency"], found["available"]) == ("EUR", "749.500")
    assert [(row["amount"], row["order"]) for row in found["movements"]] == [("-250.500", "A-1")]
    assert found["offers"][0]["obstacle"].startswith("You could apply until")


def test_the_api_applies_once(visit, ready, fiona):
    call = caller(visit(), partner_secret(ready, fiona))
    made = call("me/bonuses/applications/", {"kind": "kickstart"}, key="k1")
    assert (made.status_code, made.json()["state"]) == (201, "submitted")
    assert call("me/bonuses/applications/", {"kind": "kickstart"}, key="k1").json() == made.json()
    assert call("me/bonuses/applications/", {"kind": "kickstart"}, key="k2").status_code == 422
    assert call("me/bonuses/applications/", {"kind": "award"}, key="k3").status_code == 422


def test_a_program_without_bonuses_has_no_page(visit, delta, dora, other_site):
    assert visit(dora, host=other_site.host).get(PAGE).status_code == 404


def test_a_program_may_credit_at_once(visit, ready, applicant, rulebook, program):
    definition = rulebook.on(TODAY)
    kinds = [kind.model_copy(update={"decided": "at_once"}) for kind in definition.bonuses.kinds]
    bonuses = definition.bonuses.model_copy(update={"kinds": kinds})
    own = rulebook_with(program, definition.model_copy(update={"bonuses": bonuses}))
    with bind(program.pk):
        apply_for_bonus(actor=applicant, partner=ready, rulebook=own, kind="kickstart", today=TODAY, now=NOON)
        assert BonusCredit.objects.get().available == 1000
