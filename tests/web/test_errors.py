"""Error pages: in the portal's design, saying what to do, without revealing details."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def test_a_missing_page(visit, program):
    response = visit().get("/nothing/here/")
    assert response.status_code == 404
    assert "This page does not exist" in response.content.decode()
    assert program.name in response.content.decode()


def test_a_stale_form(site, alice):
    client = Client(enforce_csrf_checks=True, headers={"host": site.host})
    client.force_login(alice)
    response = client.post("/dashboard/partner/", {"partner": "1"})
    assert response.status_code == 403
    assert "This form has gone stale" in response.content.decode()


@pytest.mark.parametrize("page", ["400", "500"])
def test_error_pages_render_without_a_request(page):
    assert "<h1>" in render_to_string(f"{page}.html")


def test_a_server_error_shows_the_error_page(visit, program, monkeypatch):
    monkeypatch.setattr("statuses.directory.pages.directory.queries.cards", lambda **_: 1 / 0)
    client = visit()
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_program_without_rules_is_not_open_yet(visit, program, monkeypatch):
    from programs.queries import NothingPublished

    def nothing(_program):
        raise NothingPublished

    monkeypatch.setattr("programs.pages.rulebook_of", nothing)
    assert "This program has not opened yet" in visit().get("/").content.decode()
