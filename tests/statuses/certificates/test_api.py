"""A partner lists and downloads its certificates with an API token."""

import pytest

from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def test_the_certificate_is_listed_before_anybody_downloads_it(visit, career, alice):
    call = caller(visit(), partner_secret(career, alice))
    listed = call("me/certificates/").json()["results"]
    document = call("me/certificates/status.pdf")
    assert call("me/certificates/").json()["results"] == listed
    assert (document.status_code, document.headers["Content-Type"]) == (200, "application/pdf")
    assert document.content.startswith(b"%PDF-")
    (row,) = call("me/certificates/").json()["results"]
    assert row["level"]["code"] == "silver"
    checked = visit().get(f"/api/v1/certificates/{row['serial']}/").json()
    assert (checked["holds"], checked["holder"]) == (True, "Alpha Works")


def test_there_is_none_without_a_level(visit, career, beta, bob):
    call = caller(visit(), partner_secret(beta, bob))
    refused = call("me/certificates/status.pdf")
    assert (refused.status_code, refused.headers["Content-Type"]) == (409, "application/problem+json")
    assert call("me/certificates/nowhere.pdf").status_code == 409
