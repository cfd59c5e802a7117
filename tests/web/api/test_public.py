"""Public endpoints: the directory and certificate checks, with errors as problems."""

import pytest

from tests.statuses.directory.listed import publish

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

PROBLEM = "application/problem+json"


def test_the_directory_returns_listed_partners(visit, career, beta):
    found = visit().get("/api/v1/partners/")
    assert found.status_code == 200, found.content
    assert [row["code"] for row in found.json()["results"]] == ["alpha"]
    assert found.json()["next"] is None


def test_one_partner(visit, career):
    assert visit().get("/api/v1/partners/alpha/").json()["name"] == "Alpha Works"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("partners/beta/", 404),
        ("partners/%00/", 404),
        ("certificates/none/", 404),
        ("nowhere/", 404),
        ("partners/?cursor=made-up", 400),
        ("partners/?page_size=0", 400),
        ("partners/?country=Cyprus", 400),
        ("partners/?q=%00", 400),
    ],
)
def test_missing_and_invalid_requests_are_problems(visit, beta, address, status):
    found = visit().get(f"/api/v1/{address}")
    assert (found.status_code, found.headers["Content-Type"]) == (status, PROBLEM)
    assert found.json()["status"] == status
    assert found.json()["instance"] == f"/api/v1/{address.split('?')[0]}".replace("%00", "\0")


def test_another_method_and_another_language_are_problems(visit, site):
    assert visit().post("/api/v1/partners/").headers["Content-Type"] == PROBLEM
    refused = visit().get("/api/v1/partners/", headers={"accept": "text/html"})
    assert (refused.status_code, refused.headers["Content-Type"]) == (406, PROBLEM)


def test_a_server_error_is_a_problem_too(visit, alpha, monkeypatch):
    client = visit()
    client.raise_request_exception = False
    monkeypatch.setattr("statuses.directory.api.paginate", lambda *_a, **_k: 1 / 0)
    found = client.get("/api/v1/partners/")
    assert (found.status_code, found.headers["Content-Type"]) == (500, PROBLEM)
    assert "ZeroDivision" not in found.content.decode()


def test_a_search_reports_its_total_and_its_correction(visit, program):
    for number in range(3):
        publish(program, f"acme-{number}", f"Acme {number}", points=number)
    first = visit().get("/api/v1/partners/?q=acm&page_size=2").json()
    assert ([row["code"] for row in first["results"]], first["total"]) == (["acme-2", "acme-1"], 3)
    second = visit().get(first["next"]).json()
    assert ([row["code"] for row in second["results"]], second["next"]) == (["acme-0"], None)
    guessed = visit().get("/api/v1/partners/?q=amce").json()
    assert (guessed["total"], guessed["corrected"]) == (3, "Acme")
    exact = visit().get("/api/v1/partners/?q=amce&exactly=true").json()
    assert (exact["total"], exact["corrected"], exact["results"]) == (0, None, [])
