"""The search box of the admin finds every partner, listed or not, by anything that staff may know of it."""

import pytest

from common.tenancy import bind
from partners.admission.identifiers import note_partners
from tests.careers import CLIMB, NOON, TODAY, live
from tests.cast import join

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
LIST = "/admin/partners/partner/"


@pytest.fixture
def network(career, beta, delta):
    """Alpha is listed; Beta, in Limassol, has a level without a listing."""
    with bind(beta.program_id):
        beta.city, beta.email = "Lemesós", "office@betalabs.example"
        beta.legal = {"tax_id": "CY10259033P"}
        beta.save()
        note_partners(program_id=beta.program_id, partner_ids=[beta.pk])
    live(beta, CLIMB[:2])
    join(beta, "Zoe")
    return beta


def found(client, text):
    """The codes in the list, in order."""
    page = client.get(LIST, {"q": text})
    assert page.status_code == 200
    return [row.code for row in page.context["cl"].result_list]


@pytest.mark.parametrize(
    "text",
    [
        "beta",
        "lab",
        "Beta Labs",
        "lemesos",
        "beta zypern",
        "CY 10259033P",
        "10259033",
        "betalabs.example",
        "office@betalabs",
        "zoe@beta.example",
        "eta La",
        "btea",
        "lbas",
    ],
)
def test_partner_is_found_though_not_listed(visit, charlie, network, text):
    assert found(visit(charlie), text) == ["beta"]


def test_visitors_never_find_it(visit, network):
    for text in ("beta", "lemesos", "lbas", "btea"):
        assert visit().get("/api/v1/partners/", {"q": text}).json()["results"] == []
        assert "Beta Labs" not in visit().get("/partners/", {"q": text}).content.decode()


def test_best_matches_come_first(visit, charlie, network, alpha):
    assert found(visit(charlie), "cyprus") == ["alpha", "beta"]
    assert found(visit(charlie), "works") == ["alpha"]


def test_a_reference_finds_who_it_belongs_to(visit, charlie, network):
    with bind(network.program_id):
        network.activities.create(
            program_id=network.program_id, kind="sale", on=TODAY, reference="INV-117/b", recorded_at=NOON
        )
    assert found(visit(charlie), "INV-117/b") == ["beta"]


def test_a_typo_is_corrected_and_said(visit, charlie, network):
    page = visit(charlie).get(LIST, {"q": "lbas"}).content.decode()
    assert "Showing results for <strong>labs</strong>" in page
    assert "?q=%22lbas%22" in page
    assert found(visit(charlie), '"lbas"') == []


def test_another_program_is_not_searched(visit, erin, other_site, network):
    assert found(visit(erin, host=other_site.host), "beta") == []


def test_every_admin_page_has_the_box(visit, charlie, network):
    for path in ("/admin/", LIST, f"{LIST}{network.pk}/change/", "/admin/activities/claim/"):
        assert f'action="{LIST}"' in visit(charlie).get(path).content.decode()


@pytest.mark.parametrize("text", ["\0", "'", "\\", "a" * 3000, "& | !", "%", "-x", '"'])
def test_odd_texts_are_no_errors(visit, charlie, network, text):
    assert visit(charlie).get(LIST, {"q": text}).status_code in (200, 302)
