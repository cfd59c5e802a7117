"""The log in the admin: recording by kind, and reversing with a reason."""

import pytest
from django.test import Client

from activities.models import Activity
from common.tenancy import bind
from points.models import Account
from tests.careers import TODAY
from tests.cast import admit, hire, open_program
from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

ADD = "/admin/activities/activity/add/"


def recorded(partner):
    with bind(partner.program_id):
        return list(Activity.objects.filter(partner=partner).order_by("pk"))


def points(partner):
    with bind(partner.program_id):
        return Account.objects.get(partner=partner, code="main").points


def errors(response):
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def test_kinds_come_from_the_rules(desk, program):
    page = desk.get(ADD + "?partner=alpha").content.decode()
    assert "Paid sale" in page
    assert "?kind=sale&amp;partner=alpha" in page


def test_form_has_the_fields_of_the_kind(desk):
    sale = desk.get(f"{ADD}?kind=sale&partner=alpha").context["form"]
    course = desk.get(f"{ADD}?kind=course").context["form"]
    assert list(sale.fields) == ["partner", "on", "amount", "quantity", "subject", "reference"]
    assert (sale["quantity"].label, sale["subject"].label) == ("Licenses", "Client")
    assert sale["partner"].value() == "alpha"
    assert list(course.fields) == ["partner", "on", "subject", "attribute_course", "reference"]
    assert "sales" in dict(course.fields["attribute_course"].choices)


def test_recording_adds_points(desk, climbed, charlie):
    before = points(climbed)
    given = {"partner": "alpha", "on": TODAY, "amount": "330.00", "subject": "Client Three", "reference": "R-1"}
    response = desk.post(f"{ADD}?kind=sale", given, follow=True)
    assert "Recorded for Alpha Works: Paid sale" in response.content.decode()
    latest = recorded(climbed)[-1]
    assert (latest.kind, latest.reference, latest.recorded_by_id) == ("sale", "R-1", charlie.pk)
    assert points(climbed) == before + 33


@pytest.mark.parametrize(
    ("kind", "given", "wrong"),
    [
        ("sale", {}, {"amount"}),
        ("sale", {"amount": "-1"}, {"amount"}),
        ("sale", {"amount": "NaN"}, {"amount"}),
        ("sale", {"amount": "12345678901234.00"}, {"amount"}),
        ("sale", {"amount": "1", "quantity": "99999999999"}, {"quantity"}),
        ("sale", {"amount": "1", "on": "2026-02-17"}, {"on"}),
        ("sale", {"amount": "1", "on": "yesterday"}, {"on"}),
        ("sale", {"amount": "1", "subject": "x\0y"}, {"subject"}),
        ("sale", {"amount": "1", "partner": "nobody"}, {"partner"}),
        ("sale", {"amount": "1", "partner": "delta"}, {"partner"}),
        ("course", {}, {"attribute_course"}),
        ("course", {"attribute_course": "alchemy"}, {"attribute_course"}),
    ],
)
def test_errors_are_shown_beside_their_field(kind, given, wrong, desk, climbed, delta):
    before = len(recorded(climbed))
    response = desk.post(f"{ADD}?kind={kind}", {"partner": "alpha", "on": "2026-02-01", **given})
    assert response.status_code == 200
    assert set(errors(response)) == wrong
    assert len(recorded(climbed)) == before


def test_duplicate_reference_keeps_other_input(desk, climbed):
    given = {"partner": "alpha", "on": "2026-02-01", "amount": "10", "subject": "Client Four", "reference": "R-9"}
    desk.post(f"{ADD}?kind=sale", given)
    response = desk.post(f"{ADD}?kind=sale", given)
    assert errors(response) == {"reference": ["The reference 'R-9' was used before."]}
    assert "Client Four" in response.content.decode()
    assert len([row for row in recorded(climbed) if row.reference == "R-9"]) == 1


def test_unknown_kind_redirects_to_the_kinds(desk):
    assert b"What happened?" in desk.get(f"{ADD}?kind=alchemy").content


def test_reversal_requires_a_reason(desk, sale, climbed):
    before = len(recorded(climbed))
    response = desk.post(f"/admin/activities/activity/{sale.pk}/take-back/", {"reason": "   "})
    assert set(errors(response)) == {"reason"}
    assert len(recorded(climbed)) == before


def test_reversal_undoes_points(desk, sale, climbed):
    before = points(climbed)
    path = f"/admin/activities/activity/{sale.pk}/take-back/"
    assert "Client Two" not in desk.get(path).content.decode()
    page = desk.post(path, {"reason": "The client paid back."}, follow=True).content.decode()
    assert "Reversed." in page
    assert "The client paid back." in page
    assert points(climbed) == before - 150
    assert desk.post(path, {"reason": "Once more."}).status_code == 403


def test_activity_of_other_program_is_not_found(desk, delta, program, other_program):
    with bind(other_program.pk):
        foreign = Activity.objects.create(
            program=other_program, partner=delta, kind="sale", on=TODAY, recorded_at="2026-02-16T12:00Z"
        )
    for path in ("change/", "take-back/"):
        seen = desk.get(f"/admin/activities/activity/{foreign.pk}/{path}")
        missing = desk.get(f"/admin/activities/activity/987654321/{path}")
        assert (seen.status_code, seen.headers.get("Location")) == (
            missing.status_code,
            missing.headers.get("Location"),
        )


@pytest.mark.parametrize(
    ("word", "many"), [("alpha", 8), ("Alpha Wo", 8), ("BETA", 1), ("R-7", 1), ("nobody", 0), ("  ", 9)]
)
def test_the_list_is_searched_by_partner_and_reference(word, many, desk, beta):
    desk.post(f"{ADD}?kind=module", {"partner": "beta", "on": "2026-02-01", "reference": "R-7"})
    found = desk.get("/admin/activities/activity/", {"q": word}).context["cl"].result_list
    assert len(found) == many


@pytest.mark.parametrize("few", [1, 200])
@pytest.mark.parametrize(("word", "found"), [("lead", 2), ("LEAD-1", 2), ("104", 1), ("10", 0), ("lead-9", 0)])
def test_the_list_is_searched_by_parts_of_references(word, found, few, desk, beta, monkeypatch):
    monkeypatch.setattr("partners.admin_rows._FEW", few)  # more are found on the way through the list
    for reference in ("lead-104", "lead-117"):
        desk.post(f"{ADD}?kind=module", {"partner": "beta", "on": "2026-02-01", "reference": reference})
    rows = desk.get("/admin/activities/activity/", {"q": word}).context["cl"].result_list
    assert len(rows) == found
    assert all(word.lower() in row.reference for row in rows)


def test_the_list_is_filtered(desk, sale, climbed):
    shown = desk.get("/admin/activities/activity/?kind=sale").context["cl"].result_list
    assert {row.kind for row in shown} == {"sale"}
    assert len(shown) == 2
    desk.post(f"/admin/activities/activity/{sale.pk}/take-back/", {"reason": "No."})
    back = desk.get("/admin/activities/activity/?state=back").context["cl"].result_list
    assert [row.pk for row in back] == [sale.pk]


@pytest.mark.rule("NET-engine2")
def test_a_sale_in_a_currency_without_a_step_is_refused_beside_the_amount():
    """The partner's account is in a currency that the program doesn't have any more."""
    program = open_program("1c-bitrix")
    partner = admit(program, "gamma", "Gamma", currency="CHF")
    browser = Client(headers={"host": "1c-bitrix.localhost"})
    browser.force_login(hire(program, "Mara"), backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post(f"{ADD}?kind=sale", {"partner": "gamma", "on": "2026-02-01", "amount": "1000"})
    assert "has no rate for amounts in CHF" in errors(answer)["amount"][0]
    assert recorded(partner) == []


@pytest.mark.rule("B24-3.1q")
def test_sales_toward_a_target_count_net_by_payment_day_and_not_once_refunded(desk, climbed, visit, alice):
    """Alpha became Silver on 2025-06-09; the target for Gold counts what is paid on the days after it."""
    call = caller(visit(), partner_secret(climbed, alice))

    def sales() -> str:
        asked = call("me/standing/").json()["tracks"][0]["next"]["requirements"]
        return next(row["figures"]["have"] for row in asked if row["code"] == "sales")

    def pays(on: str, net: str, reference: str) -> None:
        given = {"partner": "alpha", "on": on, "amount": net, "subject": "Client One", "reference": reference}
        assert desk.post(f"{ADD}?kind=sale", given).status_code == 302

    pays("2025-06-09", "700.00", "on-the-day")
    assert sales() == "0.00"
    pays("2025-06-10", "400.00", "the-day-after")
    pays("2026-02-16", "330.50", "today")
    assert sales() == "730.50"
    refunded = recorded(climbed)[-1]
    desk.post(f"/admin/activities/activity/{refunded.pk}/take-back/", {"reason": "Refunded."})
    assert sales() == "400.00"
