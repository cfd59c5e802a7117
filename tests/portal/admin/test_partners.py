"""Partners in the admin: the list, one partner's page, its explanation, managers' decisions and its profile."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from common.tenancy import bind
from partners.models import Card, Partner
from portal.admin.partners import PartnerForm
from programs.queries import revisions
from statuses.models import Decision, Standing
from statuses.standing.queries import standing
from tests.careers import TODAY
from tests.portal.admin.tabs import all_tabs

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

LIST = "/admin/partners/partner/"


def shown(desk, query=""):
    return [row.code for row in desk.get(LIST + query).context["cl"].result_list]


def text_of(response):
    return " ".join(response.content.decode().split())


def level_of(partner):
    with bind(partner.program_id):
        return Standing.objects.get(partner=partner, track="status").level


def errors(response):
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def test_list_shows_level_points_and_review(desk, climbed, beta):
    row = next(row for row in desk.get(LIST).context["cl"].result_list if row.code == "alpha")
    assert (row.level, row.points, row.review_on) == ("silver", 273, date(2026, 6, 9))


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?q=alpha", ["alpha"]),
        ("?q=Beta+L", ["beta"]),
        ("?level=silver", ["alpha"]),
        ("?level=gold", []),
        ("?country=CY", ["alpha", "beta"]),
        ("?country=DE", []),
        ("?review=30", []),
        ("?review=90", []),
        ("?level=-", ["beta"]),
    ],
)
def test_the_list_is_searched_and_filtered(query, codes, desk, beta):
    assert shown(desk, query) == codes


@pytest.mark.parametrize("column", range(1, 8))
def test_the_list_is_sorted_by_every_column(column, desk, beta):
    assert sorted(shown(desk, f"?o={column}")) == sorted(shown(desk, f"?o=-{column}")) == ["alpha", "beta"]


def test_partner_page_shows_everything(desk, climbed, alice):
    page = all_tabs(desk, climbed.pk)
    for words in (
        "Silver",
        "June 9, 2026",
        "Bronze → ",
        "requirements met",
        "Client Two",
        "+150",
        "alice@alpha.example",
        "273",
    ):
        assert words in page, words


def test_explanation_matches_the_partners_page(desk, climbed):
    """The same answers as the partner's page and the command, for a future day."""
    day = date(2026, 12, 24)
    page = text_of(desk.get(f"{LIST}{climbed.pk}/explanation/?as_of={day}"))
    with bind(climbed.program_id):
        tracks = standing(partner=climbed, revisions=revisions(climbed.program_id), as_of=day)
    assert tracks
    for track in tracks:
        for asked in filter(None, (track.target, track.term)):
            for answer in asked.answers:
                assert answer.name in page
                assert answer.clause in page
                assert answer.missing in page


def test_explanation_links_to_the_counted_activities(desk, climbed, sale):
    page = text_of(desk.get(f"{LIST}{climbed.pk}/explanation/?level=silver&as_of=2025-05-30"))
    assert "on May 30, 2025" in page
    assert f"/admin/activities/activity/{sale.pk}/change/" not in page
    page = text_of(desk.get(f"{LIST}{climbed.pk}/explanation/"))
    assert f"/admin/activities/activity/{sale.pk}/change/" in page


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("?as_of=2025-03-09", "as_of"),
        ("?as_of=2099-01-01", "as_of"),
        ("?as_of=never", "as_of"),
        ("?level=platinum", "level"),
        ("?level=%00", "level"),
    ],
)
def test_invalid_day_or_level_shows_field_error(query, wrong, desk, climbed):
    response = desk.get(f"{LIST}{climbed.pk}/explanation/{query}")
    assert response.status_code == 200
    assert set(errors(response)) == {wrong}
    assert "Silver" in text_of(response)


def test_an_exception_is_granted_with_a_reason(desk, climbed, charlie):
    path = f"{LIST}{climbed.pk}/exception/"
    assert set(errors(desk.post(path, {"level": "status/gold", "on": TODAY, "reason": ""}))) == {"reason"}
    assert set(errors(desk.post(path, {"level": "status/tin", "on": TODAY, "reason": "x"}))) == {"level"}
    assert level_of(climbed) == "silver"
    response = desk.post(path, {"level": "status/gold", "on": TODAY, "reason": "Our oldest partner."}, follow=True)
    assert "Alpha Works is Gold now." in text_of(response)
    assert level_of(climbed) == "gold"
    with bind(climbed.program_id):
        decision = Decision.objects.get(partner=climbed)
    assert (decision.kind, decision.level, decision.decided_by_id) == ("exception", "gold", charlie.pk)


@pytest.mark.parametrize("day", ["2026-02-17", "2025-03-09"])
def test_decision_must_be_dated_within_the_partnership(day, desk, climbed):
    response = desk.post(f"{LIST}{climbed.pk}/exception/", {"level": "status/gold", "on": day, "reason": "x"})
    assert errors(response)
    assert level_of(climbed) == "silver"


def test_termination_requires_the_partners_code(desk, climbed):
    path = f"{LIST}{climbed.pk}/termination/"
    given = {"on": TODAY, "reason": "Fraud.", "confirmation": "beta"}
    assert set(errors(desk.post(path, given))) == {"confirmation"}
    assert level_of(climbed) == "silver"
    response = desk.post(path, given | {"confirmation": "alpha"}, follow=True)
    assert "has ended" in text_of(response)
    assert level_of(climbed) == ""
    assert not Card.objects.filter(partner=climbed).exists()


def profile(partner, **changes):
    given = {
        "name": partner.name,
        "city": "",
        "address": partner.address,
        "website": partner.website,
        "email": partner.email,
        "phone": partner.phone,
        "description": partner.description,
        "services": "",
        "languages": [],
        "listed": "on",
    }
    return given | changes


def test_profile_correction_updates_the_card(desk, climbed):
    given = profile(climbed, name="Alpha Works Ltd", city="Paphos", services="Training\nSupport")
    response = desk.post(f"{LIST}{climbed.pk}/change/", given)
    assert response.status_code == 302
    card = Card.objects.get(partner=climbed)
    assert (card.name, card.city, card.services) == ("Alpha Works Ltd", "Paphos", ["Training", "Support"])
    desk.post(f"{LIST}{climbed.pk}/change/", {name: value for name, value in given.items() if name != "listed"})
    assert not Card.objects.filter(partner=climbed).exists()


def test_correction_leaves_no_row_outside_row_level_security(desk, climbed):
    assert desk.post(f"{LIST}{climbed.pk}/change/", profile(climbed, city="Paphos")).status_code == 302
    assert not LogEntry.objects.exists()


def test_partnership_terms_cannot_be_edited(desk, climbed):
    terms = {"code": "other", "currency": "USD", "accepted_on": "2020-01-01", "entry_level": "gold", "country": "DE"}
    desk.post(f"{LIST}{climbed.pk}/change/", profile(climbed, **terms))
    with bind(climbed.program_id):
        now = Partner.objects.get(pk=climbed.pk)
    assert (now.code, now.currency, now.accepted_on, now.entry_level, now.country) == (
        "alpha",
        "EUR",
        climbed.accepted_on,
        "",
        "CY",
    )


def test_invalid_profile_shows_field_errors(desk, climbed):
    response = desk.post(f"{LIST}{climbed.pk}/change/", profile(climbed, name="", services="x" * 81))
    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {"name", "services"}
    above, page = response.content.decode().split('class="alert alert--bad problems"')
    assert '<a href="#id_name">' in page
    assert '<a href="#id_services">' in page
    assert "errornote" not in above + page


def test_what_is_wrong_with_no_field_is_said_once(desk, climbed, monkeypatch):
    def refused(form):
        raise ValidationError("Zqp is refused")

    monkeypatch.setattr(PartnerForm, "clean", refused)
    page = desk.post(f"{LIST}{climbed.pk}/change/", profile(climbed)).content.decode()
    assert page.count("Zqp is refused") == 1


def test_a_name_that_certificates_cannot_print_needs_a_printable_one(desk, climbed):
    path, rocket = f"{LIST}{climbed.pk}/change/", "Alpha \U0001f680 Works"
    response = desk.post(path, profile(climbed, name=rocket))
    assert "(U+1F680 ROCKET)" in response.context["adminform"].form.errors["printable_name"][0]
    assert desk.post(path, profile(climbed, name=rocket, printable_name="Alpha Rocket Works")).status_code == 302
    with bind(climbed.program_id):
        now = Partner.objects.get(pk=climbed.pk)
    assert (now.name, now.printable_name) == (rocket, "Alpha Rocket Works")


@pytest.mark.parametrize("page", ["change", "explanation", "record", "exception", "termination", "delete", "history"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_partner_of_other_program_is_not_found(page, method, desk, delta):
    def seen(pk):
        response = getattr(desk, method)(f"{LIST}{pk}/{page}/")
        return response.status_code, response.headers.get("Location")

    assert seen(delta.pk) == seen(987654321)
    assert seen(delta.pk)[0] != 200
