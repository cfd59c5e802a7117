"""Claims from the partner's form to the points, through the partner's pages and the manager's."""

from typing import Any

import pytest
from django.test import Client

from activities.models import Claim
from common.tenancy import bind
from points.models import Account
from tests.cast import admit, hire, join, open_program
from tests.common.pictures import PDF, sent
from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

NEW = "/dashboard/claims/new/"
DAY = "2026-02-01"


class Way:
    """A partner of a program, its browser and the manager's."""

    def __init__(self, code: str, currency: str) -> None:
        self.program, self.host = open_program(code), f"{code}.localhost"
        self.partner = admit(self.program, "echo", "Echo", currency=currency)
        self.browser = self._signed_in(join(self.partner, "Eve"))
        self.desk = self._signed_in(hire(self.program, "Max"))

    def _signed_in(self, user) -> Client:
        browser = Client(headers={"host": self.host})
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    def claims(self, kind: str, **given) -> Claim:
        answer = self.browser.post(f"{NEW}{kind}/", {"subject": "Shop", "on": DAY, **given})
        assert answer.status_code == 302, answer.context["form"].errors
        with bind(self.program.pk):
            return Claim.objects.latest("pk")

    def now(self, claim: Claim) -> str:
        """The claim's present state."""
        with bind(self.program.pk):
            return Claim.objects.get(pk=claim.pk).state

    def decides(self, claim: Claim, what: str) -> str:
        """The manager decides; returns the claim's state afterwards."""
        self.desk.post(f"/admin/activities/claim/{claim.pk}/{what}/", {"text": ""})
        return self.now(claim)

    def completes(self, claim: Claim, **given) -> str:
        step = {"step": "complete", "subject": "Shop", "on": DAY, **given}
        self.browser.post(f"/dashboard/claims/{claim.pk}/", step)
        return self.now(claim)

    def standing(self) -> dict[str, Any]:
        """The partner's main track, as its API shows it."""
        with bind(self.program.pk):
            eve = self.partner.members.get().user
        call = caller(Client(headers={"host": self.host}), partner_secret(self.partner, eve))
        return call("me/standing/").json()["tracks"][0]

    @property
    def points(self) -> int:
        with bind(self.program.pk):
            return sum(Account.objects.filter(partner=self.partner, code="main").values_list("points", flat=True))


@pytest.mark.rule("BPS-points")
@pytest.mark.parametrize(
    ("kind", "worth"), [("module", 500), ("placement", 250), ("seminar", 1000), ("localization", 2000)]
)
def test_what_needs_prior_approval_earns_only_after_both_approvals(kind, worth):
    way = Way("bitrix-2011", "USD")
    claim = way.claims(kind, answer_plan="What we are going to do.")
    assert way.decides(claim, "approve") == "planned", "the result is not there yet"
    assert way.decides(claim, "approve-plan") == "plan_approved"
    assert way.points == 0
    assert way.completes(claim, answer_result="https://shop.example") == "submitted"
    assert way.points == 0
    assert way.decides(claim, "approve") == "approved"
    assert way.points == worth


@pytest.mark.rule("BPS-points")
@pytest.mark.parametrize(("kind", "worth"), [("case_study", 250), ("project", 50)])
def test_what_needs_none_earns_with_its_approval(kind, worth):
    way = Way("bitrix-2011", "USD")
    claim = way.claims(kind, answer_address="https://shop.example", quantity="1")
    assert (claim.state, way.points) == ("submitted", 0)
    assert way.decides(claim, "approve") == "approved"
    assert way.points == worth


@pytest.mark.rule("B24-4.1")
def test_the_cap_of_a_kind_holds_on_the_partners_page_and_the_managers():
    """Bitrix24 takes two localizations a year; a third plan waits, and neither side gets it through."""
    way = Way("bitrix24", "EUR")
    three = [way.claims("localization", answer_plan=f"Language {number}") for number in range(3)]
    for claim in three:
        assert way.decides(claim, "approve-plan") == "plan_approved"
    for claim in three[:2]:
        way.completes(claim, answer_language="Greek", answer_result=sent(PDF, "result.pdf"))
        assert way.decides(claim, "approve") == "approved"
    assert way.points == 2 * 2000
    way.completes(three[2], answer_language="Greek", answer_result=sent(PDF, "result.pdf"))
    assert way.decides(three[2], "approve") != "approved"
    assert way.points == 2 * 2000
    again = way.browser.post(f"{NEW}localization/", {"subject": "Shop", "answer_plan": "A fourth"})
    assert again.status_code == 200
    assert "2 claims" in again.content.decode()


@pytest.mark.rule("BPS-forecast")
def test_a_gold_partner_files_forecasts_and_its_agreed_volume_is_tracked():
    """The manager agrees 24,000 dollars with the partner and records it; the partner sees its sales against it."""
    way = Way("bitrix-2011", "USD")
    granted = {"level": "status/gold", "on": DAY, "reason": "Known for years."}
    assert way.desk.post(f"/admin/partners/partner/{way.partner.pk}/exception/", granted).status_code == 302
    for kind, given in (
        ("document", {"amount": "24000", "attribute_document": "commitment"}),
        ("sale", {"amount": "6000"}),
    ):
        sent_in = {"partner": "echo", "on": DAY, **given}
        assert way.desk.post(f"/admin/activities/activity/add/?kind={kind}", sent_in).status_code == 302
    claim = way.claims("forecast", subject="Q1", answer_quarter="First", answer_expected="30000.00")
    assert way.decides(claim, "approve") == "approved"
    asked = way.standing()["term"]["requirements"]
    found = {row["code"]: row["figures"] for row in asked if row["figures"]}
    assert (found["commitment"]["have"], found["commitment"]["needed"]) == ("6000.00", "24000.00")
    assert (found["forecast"]["have"], found["forecast"]["needed"]) == ("0", "3"), "three full quarters lie ahead"
