"""A partner submits and tracks claims with an API token."""

from base64 import b64encode

import pytest

from activities.models import Claim
from common.tenancy import bind
from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

PROJECT = {
    "kind": "project",
    "on": "2026-02-03",
    "subject": "Alder GmbH",
    "answers": {"client": "Alder GmbH", "address": "https://alder.example", "description": "An intranet."},
}
EVIDENCE = {"kind": "evidence", "on": "2026-02-03", "attributes": {"evidence": "social"}}


@pytest.fixture
def call(visit, career, alice):
    return caller(visit(), partner_secret(career, alice))


def test_claim_is_submitted_once_and_tracked(call):
    made = call("me/claims/", PROJECT, key="k1")
    assert made.status_code == 201, made.content
    assert call("me/claims/", PROJECT, key="k1").json() == made.json()
    (row,) = call("me/claims/?state=submitted").json()["results"]
    assert row == made.json()
    assert call(f"me/claims/{row['id']}/").json()["messages"][0]["kind"] == "submitted"


def test_a_claim_is_withdrawn_once(call):
    made = call("me/claims/", PROJECT, key="k1").json()["id"]
    gone = call(f"me/claims/{made}/withdrawal/", {"text": "Sent twice."}, key="k2")
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    assert call(f"me/claims/{made}/withdrawal/", {}, key="k3").status_code == 409


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"kind": "sale"}, 422, "non_field"),
        ({"on": "2099-01-01"}, 422, "on"),
        ({"answers": {}}, 422, "answers.client"),
        ({"on": "soon"}, 400, "on"),
        ({"files": {"file": {"name": "x.pdf", "content": "?"}}}, 422, "files.file.content"),
        ({"files": {"file": {"name": "x.pdf", "content": "aGVsbG8="}}}, 422, "files.file"),
    ],
)
def test_errors_are_reported_by_field(call, change, status, field):
    found = call("me/claims/", PROJECT | change, key="k1")
    assert found.status_code == status
    assert field in found.json()["errors"]
    assert call("me/claims/").json()["results"] == []


def test_file_is_attached(call, program, career):
    content = b64encode(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n").decode()
    made = call("me/claims/", EVIDENCE | {"files": {"file": {"name": "proof.pdf", "content": content}}}, key="k1")
    assert made.status_code == 201, made.content
    with bind(program.pk):
        assert Claim.objects.get(partner=career).files.get().document.name == "proof.pdf"


def test_oversized_body_is_rejected(call):
    found = call("me/claims/", PROJECT | {"subject": "x" * 3_000_000}, key="k1")
    assert (found.status_code, found.headers["Content-Type"]) == (413, "application/problem+json")


def test_read_only_token_cannot_submit(visit, career, alice):
    call = caller(visit(), partner_secret(career, alice, ["claims:read"]))
    assert call("me/claims/").status_code == 200
    assert call("me/claims/", PROJECT, key="k1").status_code == 403
