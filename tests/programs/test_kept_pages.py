"""Public pages kept for visitors: never older than what the public may see, and never anybody's own."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tenancy import bind
from partners.models import Card
from programs import kept_pages
from programs.models import PublicChange
from programs.queries import site_of
from tests.statuses.directory.listed import publish

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def card(program):
    return publish(program, "shown", "Shown Ltd")


@pytest.fixture
def visitor(visit):
    return visit(None)


def asked(client, path="/partners/", **options):
    """The number of queries of a page, and its text."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path, **options)
    assert answer.status_code == 200
    return len([query for query in queries if " FROM " in query["sql"]]), answer.content.decode()


def take_down(card):
    with bind(card.program_id):
        Card.objects.filter(pk=card.pk).delete()


@pytest.mark.parametrize("path", ["/partners/", "/partners/shown/"])
def test_a_page_that_was_shown_is_kept(visitor, card, path):
    first = asked(visitor, path)
    again = asked(visitor, path)
    assert again == (1, first[1])


def test_a_partner_that_is_no_longer_listed_is_gone_at_once(visitor, card):
    assert card.name in asked(visitor)[1]
    take_down(card)
    assert card.name not in asked(visitor)[1]
    assert visitor.get("/partners/shown/").status_code == 404


def test_control_without_the_generation_the_partner_would_still_be_shown(visitor, card, monkeypatch):
    monkeypatch.setattr("programs.middleware.site_of", lambda host: _at_one_generation(host))
    assert card.name in asked(visitor)[1]
    take_down(card)
    assert card.name in asked(visitor)[1]


def _at_one_generation(host):
    site = site_of(host)
    site.generation = "always the same"
    return site


def test_only_a_change_of_what_is_shown_raises_the_generation(card):
    def generation():
        return site_of(card.program.sites.first().host).generation

    before = generation()
    with bind(card.program_id):
        Card.objects.filter(pk=card.pk).update(points=card.points)
    assert generation() == before
    with bind(card.program_id):
        Card.objects.filter(pk=card.pk).update(points=card.points + 1)
    assert generation() != before


def test_merging_old_marks_changes_no_generation(card):
    host = card.program.sites.first().host
    marks = PublicChange.objects.filter(program_id=card.program_id)
    before = site_of(host).generation
    total = sum(marks.values_list("mark", flat=True)) % 2**52
    with bind(card.program_id):
        marks.delete()
        PublicChange.objects.create(program_id=card.program_id, mark=total)
    assert site_of(host).generation == before


def test_a_person_gets_their_own_page(visit, visitor, card, alice):
    asked(visitor)
    assert "Sign out" in asked(visit(alice))[1]
    assert "Sign out" not in asked(visitor)[1]


def test_a_page_made_for_a_browser_with_cookies_is_not_kept(visitor, card):
    visitor.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    asked(visitor)  # warms the other caches
    many, _page = asked(visitor)
    assert asked(visitor)[0] == many > 1


def test_other_addresses_and_htmx_have_their_own_pages(visitor, card):
    whole = asked(visitor)[1]
    part = asked(visitor, headers={"HX-Request": "true"})[1]
    assert "<html" in whole
    assert "<html" not in part
    assert card.name not in asked(visitor, "/partners/?q=nobody")[1]


def test_a_page_that_names_another_port_is_not_given_to_others(visit, site, card):
    asked(visit(None, host=f"{site.host}:6666"))
    assert ":6666" not in asked(visit(None))[1]


def test_a_kept_page_has_the_headers_of_a_fresh_one(visitor, card):
    first, again = visitor.get("/partners/"), visitor.get("/partners/")
    passing = {"X-Request-ID"}
    assert {k: v for k, v in first.items() if k not in passing} == {k: v for k, v in again.items() if k not in passing}


def test_a_process_keeps_so_many_pages_a_minute(visitor, card, monkeypatch):
    monkeypatch.setattr(kept_pages._Room, "take", lambda room: False)
    asked(visitor)  # warms the other caches
    many, _page = asked(visitor)
    assert asked(visitor)[0] == many > 1
