"""Reading the API: pages, codes with names, what is refused by name, caches and other websites' scripts."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from activities.models import Activity
from activities.operations import retract_activity
from common.tenancy import bind
from partners.models import Card
from tests.careers import NOON
from tests.cast import staff_actor
from tests.statuses.directory.listed import publish
from tests.web.api.tokens import caller, partner_secret, vendor_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture
def ask(visit, career, alice):
    """Call the API with Alpha's token."""
    return caller(visit(), partner_secret(career, alice))


def test_the_next_page_has_an_absolute_address_and_a_cursor(visit, program, site):
    for number in range(3):
        publish(program, f"acme-{number}", f"Acme {number}", points=number)
    first = visit().get("/api/v1/partners/?page_size=2").json()
    assert first["next"].startswith(f"http://{site.host}/api/v1/partners/?page_size=2&cursor=")
    second = visit().get("/api/v1/partners/", {"page_size": 2, "cursor": first["next_cursor"]}).json()
    assert second["results"] == visit().get(first["next"]).json()["results"]
    assert (second["next"], second["next_cursor"]) == (None, None)


def test_levels_tracks_and_kinds_come_with_their_names(ask):
    assert ask("/api/v1/partners/alpha/").json()["level"] == {"code": "silver", "name": "Silver"}
    track = ask("me/standing/").json()["tracks"][0]
    assert (track["track"]["code"], track["level"]["name"]) == ("status", "Silver")
    assert ask("me/activities/").json()["results"][0]["kind"].keys() == {"code", "name"}
    assert ask("me/points/").json()["accounts"][0]["account"].keys() == {"code", "name"}
    change = ask("me/changes/").json()["results"][0]
    assert (change["cause"], change["after"]["code"]) == ("upgrade", "silver")


def test_requirements_are_answered_in_numbers_too(ask):
    rows = ask("me/standing/").json()["tracks"][0]["next"]["requirements"]
    money = next(row["figures"] for row in rows if row["figures"] and row["figures"]["measure"] == "money")
    assert (money["unit"], money["bound"]) == ("EUR", "at_least")
    have, needed, missing = (Decimal(money[name]) for name in ("have", "needed", "missing"))
    assert missing == max(needed - have, 0)
    assert all(re.fullmatch(r"\d+\.\d\d", money[name]) for name in ("have", "needed", "missing"))
    assert all(row["code"] for row in rows)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("me/activities/?colour=red", "colour"),
        ("me/?page_size=2", "page_size"),
        ("me/activities/?kind=walk", "kind"),
        ("me/points/?account=secret", "account"),
        ("me/changes/?track=railway", "track"),
        ("/api/v1/partners/?level=tin", "level"),
        ("/api/v1/partners/?country=XX", "country"),
        ("/api/v1/partners/?country=Cyprus", "country"),
        ("/api/v1/certificates/none/?x=1", "x"),
    ],
)
def test_an_unknown_parameter_or_filter_value_is_refused_by_name(ask, address, name):
    found = ask(address)
    assert (found.status_code, list(found.json()["errors"])) == (400, [name])


def test_unknown_fields_of_a_body_are_refused_at_any_depth(ask):
    body = {"kind": "project", "colour": "red", "files": {"proof": {"name": "a.pdf", "content": "", "size": 3}}}
    found = ask("me/claims/", body, key="k1")
    assert (found.status_code, set(found.json()["errors"])) == (400, {"colour", "files.proof.size"})


def test_activities_since_a_moment_have_what_was_taken_back_since(visit, program, career, charlie):
    call = caller(visit(), vendor_secret(program, charlie))
    assert call("vendor/activities/?recorded_since=2099-01-01T00:00:00Z").json()["results"] == []
    with bind(program.pk):
        taken = Activity.objects.filter(kind="sale", retracts=None).first()
        actor, later = staff_actor(program, charlie), NOON + timedelta(hours=1)
        retract_activity(actor=actor, activity=taken, reason="Cancelled.", today=NOON.date(), now=later)
    assert len(call("vendor/activities/").json()["results"]) > 1
    since = call(f"vendor/activities/?recorded_since={later:%Y-%m-%dT%H:%M:%SZ}").json()["results"]
    assert [(row["id"], row["taken_back"]) for row in since] == [(taken.pk, True)]


def test_the_vocabulary_names_every_code(visit, career):
    words = visit().get("/api/v1/vocabulary/").json()
    assert {"code": "silver", "name": "Silver"} in words["tracks"][0]["levels"]
    kinds = {kind["code"]: kind for kind in words["kinds"]}
    assert kinds["sale"]["amount"] == "required"
    assert kinds["project"]["claimable"]
    asked = {one["code"]: (one["type"], one["required"]) for one in kinds["project"]["claim"]}
    assert asked["address"] == ("url", True)
    assert kinds["project"]["attributes"]["additionalProperties"] is False
    assert {"code": "CY", "name": "Cyprus"} in words["countries"]
    assert "EUR" in words["currencies"]


def test_a_public_read_is_revalidated_and_open_to_scripts(visit, career):
    first = visit().get("/api/v1/partners/")
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in first.headers.get("Vary", "")
    same = visit().get("/api/v1/partners/", headers={"if-none-match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    with bind(career.program_id):
        Card.objects.all().delete()
    gone = visit().get("/api/v1/partners/", headers={"if-none-match": first.headers["ETag"]})
    assert (gone.status_code, gone.json()["results"]) == (200, [])


def test_private_reads_are_neither_kept_nor_open_to_scripts(ask):
    found = ask("me/")
    assert "no-store" in found.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in found.headers
    assert "ETag" not in found.headers


def test_the_last_slash_may_be_missing(ask):
    assert ask("me").json()["code"] == "alpha"
    made = ask("me/claims", {"kind": "project", "colour": "red"}, key="k1")
    assert (made.status_code, list(made.json()["errors"])) == (400, ["colour"])
    assert ask("/api/v1/partners/alpha").status_code == 200
    assert ask("/api/v1/nowhere").status_code == 404


def test_the_schema_comes_as_json_or_yaml(visit, site):
    plain = visit().get("/api/v1/schema/")
    assert plain.headers["Content-Type"].startswith("application/json")
    yaml = visit().get("/api/v1/schema/", headers={"accept": "application/yaml"})
    assert yaml.headers["Content-Type"].startswith("application/yaml")
    assert yaml.content.decode().startswith("openapi: 3.1")


def test_the_documentation_shows_every_operation_and_asks_nobody_else(visit, site):
    page = visit().get("/api/v1/docs/").content.decode()
    schema = visit().get("/api/v1/schema/").json()
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    assert "curl " in page
    assert 'src="http' not in page


def test_forms_in_the_schema_forbid_what_is_refused(visit, site):
    schemas = visit().get("/api/v1/schema/").json()["components"]["schemas"]
    sent = schemas["NewActivityRequest"]
    assert sent["additionalProperties"] is False
    assert sent["properties"]["amount"]["pattern"].startswith("^[0-9]")
    assert [name for name in schemas if name.endswith("Enum")] == []  # a name that nobody chose
