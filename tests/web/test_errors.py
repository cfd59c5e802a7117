"""Error pages: in the portal's design, saying what to do, without revealing details."""

import errno

import pytest
from django.db import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.test import Client
from redis.exceptions import ConnectionError as NoRedis

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def test_a_missing_page(visit, program):
    response = visit().get("/nothing/here/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert program.name in response.content.decode()


def test_a_stale_form(site, alice):
    client = Client(enforce_csrf_checks=True, headers={"host": site.host})
    client.force_login(alice)
    response = client.post("/dashboard/partner/", {"partner": "1"})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


@pytest.mark.parametrize("page", ["400", "500"])
def test_error_pages_render_without_a_request(page):
    assert "<h1>" in render_to_string(f"{page}.html")


def test_a_server_error_shows_the_error_page(visit, program, monkeypatch):
    monkeypatch.setattr("statuses.directory.pages.directory.queries.options", lambda *_: 1 / 0)
    client = visit()
    client.raise_request_exception = False
    response = client.get("/partners/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_program_without_rules_is_not_open_yet(visit, program, monkeypatch):
    from programs.queries import NothingPublished

    def nothing(_site):
        raise NothingPublished

    monkeypatch.setattr("programs.pages.revisions_of", nothing)
    assert "This program isn't open yet" in visit().get("/").content.decode()


def test_a_method_that_an_address_does_not_know_is_not_a_blank_page(visit, alice, program):
    response = visit(alice).get("/dashboard/notices/read/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "This address can't be opened directly" in response.content.decode()
    assert program.name in response.content.decode()


@pytest.mark.parametrize(
    "error", [OperationalError("gone: secret"), InterfaceError(), NoRedis(), OSError(errno.ENOSPC, "No space left")]
)
def test_while_a_part_is_away_the_page_says_when_to_come_back(visit, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr("statuses.directory.pages.directory.queries.options", fail)
    client = visit()
    client.raise_request_exception = False
    response = client.get("/partners/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    text = response.content.decode()
    assert "check first whether it arrived" in text
    assert "secret" not in text
    assert "Nothing" not in text


@pytest.mark.parametrize(("path", "kind"), [("/", "text/html"), ("/api/v1/partners/", "application/problem+json")])
def test_without_the_database_every_page_is_a_503(visit, program, monkeypatch, path, kind):
    client = visit()
    client.raise_request_exception = False

    def away(_host):
        raise OperationalError("no such server")

    monkeypatch.setattr("programs.middleware.site_of", away)
    response = client.get(path)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert response.headers["Content-Type"].startswith(kind)
