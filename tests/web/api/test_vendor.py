"""The vendor's token reads and writes its whole program, each write once."""

from datetime import timedelta

import pytest
import time_machine

from activities.models import Activity
from common.tenancy import bind
from partners.tokens.jobs import forget_answers
from programs.models import Staff
from tests.careers import NOON
from tests.web.api.tokens import caller, vendor_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

SALE = {"partner": "alpha", "kind": "sale", "on": "2026-01-15", "amount": "640.00", "reference": "R-1"}


@pytest.fixture
def administrator(program, charlie):
    """Charlie, who may create tokens."""
    with bind(program.pk):
        Staff.objects.filter(user=charlie).update(role="administrator")
    return charlie


@pytest.fixture
def call(visit, program, career, beta, administrator):
    return caller(visit(), vendor_secret(program, administrator))


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("vendor/partners/", 2),
        ("vendor/partners/?country=cy", 2),
        ("vendor/partners/?country=de", 0),
        ("vendor/standings/", 1),
        ("vendor/standings/?level=gold", 0),
        ("vendor/applications/", 0),
        ("vendor/activities/?partner=beta", 0),
    ],
)
def test_the_lists(call, address, rows):
    found = call(address)
    assert found.status_code == 200, found.content
    assert len(found.json()["results"]) == rows


def test_one_partner_and_its_standing(call):
    assert call("vendor/partners/alpha/").json()["code"] == "alpha"
    assert call("vendor/partners/alpha/standing/").json()["tracks"][0]["level"]["code"] == "silver"
    assert call("vendor/partners/nobody/standing/").status_code == 404


def stored(program, **wanted):
    with bind(program.pk):
        return Activity.objects.filter(**wanted).count()


def test_an_activity_is_recorded_once_however_often_it_is_sent(call, program):
    first = call("vendor/activities/", SALE, key="k1")
    again = call("vendor/activities/", SALE, key="k1")
    assert first.status_code == 201, first.content
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert stored(program, reference="R-1") == 1


def test_a_key_works_for_one_request_only(call, program):
    call("vendor/activities/", SALE, key="k1")
    other = call("vendor/activities/", SALE | {"reference": "R-2"}, key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert stored(program, reference="R-2") == 0


@pytest.mark.parametrize("key", ["", "x" * 256, "k\t1"])
def test_a_write_needs_a_key(call, program, key):
    assert call("vendor/activities/", SALE, key=key).status_code == 400
    assert stored(program, reference="R-1") == 0


def test_a_refused_request_may_be_sent_again_with_the_same_key(call, program):
    wrong = call("vendor/activities/", SALE | {"kind": "walk"}, key="k1")
    assert (wrong.status_code, wrong.json()["code"], list(wrong.json()["errors"])) == (422, "refused", ["kind"])
    assert call("vendor/activities/", SALE, key="k1").status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"amount": "-1"}, "amount"),
        ({"amount": "1e99"}, "amount"),
        ({"on": "yesterday"}, "on"),
        ({"partner": "a\0b"}, "partner"),
        ({"attributes": []}, "attributes"),
        ({"quantity": 2**40}, "quantity"),
    ],
)
def test_an_invalid_body_is_reported_by_field(call, body, field):
    found = call("vendor/activities/", SALE | body, key="k1")
    assert (found.status_code, list(found.json()["errors"])) == (400, [field])


def test_a_refusal_by_the_program_is_reported_by_field(call):
    found = call("vendor/activities/", SALE | {"on": "2099-01-01"}, key="k1")
    assert (found.status_code, list(found.json()["errors"])) == (422, ["on"])
    found = call("vendor/activities/", SALE | {"partner": "nobody"}, key="k2")
    assert (found.status_code, list(found.json()["errors"])) == (422, ["partner"])


@pytest.mark.parametrize("body", ["{", "[]", '"text"', b"\xff", "null"])
def test_a_malformed_body_is_a_problem(visit, call, program, administrator, body):
    headers = {"authorization": f"Bearer {vendor_secret(program, administrator)}", "idempotency-key": "k"}
    found = visit().generic(
        "POST", "/api/v1/vendor/activities/", body, content_type="application/json", headers=headers
    )
    assert found.status_code == 400
    assert found.headers["Content-Type"] == "application/problem+json"


def test_an_activity_is_reversed_once(call, program):
    made = call("vendor/activities/", SALE, key="k1").json()["id"]
    gone = call(f"vendor/activities/{made}/retraction/", {"reason": "Cancelled."}, key="k2")
    assert (gone.status_code, gone.json()["taken_back"]) == (200, True)
    twice = call(f"vendor/activities/{made}/retraction/", {"reason": "Cancelled."}, key="k3")
    assert twice.status_code == 409
    assert call("vendor/activities/987654321/retraction/", {"reason": "x"}, key="k4").status_code == 404
    assert call(f"vendor/activities/{10**30}/retraction/", {"reason": "x"}, key="k5").status_code == 404


def test_a_read_scope_does_not_allow_writing(visit, program, career, administrator):
    call = caller(visit(), vendor_secret(program, administrator, ["activities:read"]))
    assert call("vendor/activities/").status_code == 200
    assert call("vendor/activities/", SALE, key="k1").status_code == 403
    assert call("me/").status_code == 403


def test_a_stored_answer_expires(call, program):
    call("vendor/activities/", SALE | {"reference": ""}, key="k1")
    assert forget_answers() == 0
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        assert forget_answers() == 1
    call("vendor/activities/", SALE | {"reference": ""}, key="k1")
    assert stored(program, kind="sale", on="2026-01-15") == 2
