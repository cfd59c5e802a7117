"""The badge of a partner, and what search engines and other sites read of public pages."""

import json
import re
from datetime import date

import pytest
from django.conf import settings

from partners.models import Card
from tests.statuses.certificates.holders import CONFIRMED, issue, stand
from tests.statuses.directory.listed import publish

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def test_the_badge_shows_the_level_and_ends_with_the_listing(visit, program):
    publish(program, "acme", "Acme <Works>", level="gold")
    first = visit().get("/partners/acme/badge.svg")
    assert first.headers["Content-Type"] == "image/svg+xml"
    assert ">Gold</text>" in first.content.decode()
    unchanged = visit().get("/partners/acme/badge.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_code == 304
    Card.objects.filter(program=program).delete()
    gone = visit().get("/partners/acme/badge.svg")
    assert gone.status_code == 404
    assert "Not a listed partner" in gone.content.decode()


def test_a_partner_finds_the_lines_to_paste(visit, alpha, alice, career):
    page = visit(alice).get("/dashboard/badge/").content.decode()
    assert "/partners/alpha/badge.svg" in page
    assert "&lt;a href=" in page


def test_a_partner_without_a_listing_reads_why(visit, alpha, alice):
    assert "No badge yet" in visit(alice).get("/dashboard/badge/").content.decode()


def test_a_partner_page_has_structured_data_that_no_text_can_leave(visit, program):
    publish(program, "acme", "Acme </script><b>Works", level="gold")
    page = visit().get("/partners/acme/?q=1").content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data)["name"] == "Acme </script><b>Works"
    assert re.search(r'<link rel="canonical" href="[^"]*/partners/acme/">', page)


def test_the_sitemap_lists_public_pages_and_robots_names_it(visit, program):
    publish(program, "acme", "Acme")
    assert "/partners/acme/</loc>" in visit().get("/sitemap.xml").content.decode()
    robots = visit().get("/robots.txt").content.decode()
    assert "Disallow: /dashboard/" in robots
    assert robots.rstrip().endswith("/sitemap.xml")


def test_every_page_of_the_sitemap_says_what_it_is(visit, program):
    """Title, description, own address, languages, Open Graph; no two pages have the same title."""
    publish(program, "acme", "Acme", level="gold")
    addresses = re.findall("<loc>(.*?)</loc>", visit().get("/sitemap.xml").content.decode())
    paths = [address.removeprefix("http://bitrix24.localhost") for address in addresses]
    assert {"/", "/partners/", "/apply/", "/request/", "/certificates/", "/partners/acme/"} <= set(paths)
    titles = set()
    for path in paths:
        page = visit().get(path).content.decode()
        head = page[: page.index("</head>")]
        titles |= set(re.findall("<title>(.+?)</title>", head))
        assert re.search('<meta name="description" content="[^"]{10,160}"', head), path
        assert f'<link rel="canonical" href="http://bitrix24.localhost{path}">' in head, path
        languages = set(re.findall('rel="alternate" hreflang="([^"]+)"', head))
        assert languages == {code for code, _name in settings.LANGUAGES} | {"x-default"}, path
        for name in ("type", "site_name", "title", "description", "url", "locale"):
            assert re.search(f'<meta property="og:{name}" content="[^"]+"', head), (path, name)
        assert "noindex" not in head
    assert len(titles) == len(paths)


def test_a_partner_page_leads_to_its_certificate_while_that_is_valid(visit, alpha, program):
    card = publish(program, "acme", "Acme", level="gold")
    stand(card.partner, "gold")
    serial = issue(card.partner, CONFIRMED).serial
    link = f'<a href="/certificates/{serial}/">Certificate: Gold</a>'
    assert link in visit().get("/partners/acme/").content.decode()
    stand(card.partner, "silver", date(2026, 4, 1))
    publish(program, "other", "Other")  # what the public sees of the program has changed
    assert link not in visit().get("/partners/acme/").content.decode()
