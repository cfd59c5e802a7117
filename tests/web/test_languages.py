"""The language of a page: the link's, the person's, the site's or the browser's, in this order."""

import pytest
from django.core.cache import cache

from accounts.models import User
from common.tenancy import bind
from notices.languages import languages_of
from programs.models import Site

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

SETTING = "/account/language/"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def german(site):
    Site.objects.filter(pk=site.pk).update(language="de")


def language_of(client, path="/partners/", **options) -> str:
    answer = client.get(path, **options)
    page = answer.content.decode()
    spoken = answer.headers["Content-Language"]
    assert f'<html lang="{spoken}" dir="{"rtl" if spoken == "ar" else "ltr"}">' in page
    return spoken


def test_a_link_chooses_for_this_page_and_the_next_ones(visit, german):
    client = visit(None)
    assert language_of(client) == "de"
    assert language_of(client, "/partners/?lang=ar") == "ar"
    assert language_of(client) == "ar"
    assert language_of(client, "/partners/?lang=xx") == "ar"  # no such language


def test_what_is_kept_for_visitors_is_kept_by_language(visit, german, django_assert_max_num_queries):
    for spoken in ("de", "pl", "de"):
        assert language_of(visit(None), f"/partners/?lang={spoken}") == spoken
    client = visit(None)
    client.cookies["language"] = "pl"
    language_of(client)
    with django_assert_max_num_queries(1):  # that of the site
        assert language_of(client) == "pl"


def test_a_persons_setting_comes_before_the_site_and_after_a_link(visit, alice, german):
    User.objects.filter(pk=alice.pk).update(language="es")
    client = visit(alice)
    assert language_of(client, "/dashboard/") == "es"
    assert language_of(client, "/dashboard/?lang=pl") == "pl"
    client.post(SETTING, {"language": "ru"})
    assert User.objects.get(pk=alice.pk).language == "ru"
    assert language_of(client, "/dashboard/") == "ru"
    client.post(SETTING, {"language": ""})
    assert language_of(client, "/dashboard/") == "de"
    assert client.post(SETTING, {"language": "xx"}).status_code == 200  # shown again
    assert User.objects.get(pk=alice.pk).language == ""


def test_a_link_says_that_emails_stay_in_another_language(visit, alice, german):
    client, said = visit(alice), f'href="{SETTING}">Ustaw ją także'
    assert said in client.get("/dashboard/?lang=pl").content.decode()
    assert said not in client.get("/dashboard/").content.decode()
    assert said not in visit(None).get("/partners/?lang=pl").content.decode()
    assert '<option value="pl" selected>' in client.get(SETTING).content.decode()
    client.post(SETTING, {"language": "pl"})
    assert said not in client.get("/dashboard/?lang=pl").content.decode()


def test_a_site_may_leave_it_to_the_browser(visit, site):
    Site.objects.filter(pk=site.pk).update(language="")
    asked = {"Accept-Language": "nn, pt;q=0.9, de;q=0.8"}
    assert language_of(visit(None), headers=asked) == "pt-br"
    assert language_of(visit(None)) == "en"
    assert "Accept-Language" in visit(None).get("/partners/", headers=asked).headers["Vary"]


def test_every_language_has_an_address_for_search_engines(visit, site):
    page = visit(None).get("/partners/?lang=pl").content.decode()
    assert f'hreflang="ru" href="http://{site.host}/partners/?lang=ru"' in page
    assert 'hreflang="de" href="http://partners.bitrix24.de' in page  # a site of its own
    assert f'hreflang="x-default" href="http://{site.host}/partners/"' in page
    assert f'<link rel="canonical" href="http://{site.host}/partners/?lang=pl">' in page


def test_the_switch_keeps_what_was_searched(visit):
    page = visit(None).get("/partners/?q=Pag%26e&lang=de").content.decode()
    assert 'href="?q=Pag%26e&amp;lang=pl"' in page


def test_a_partner_is_written_to_in_its_main_users_language(alpha, alice, program):
    with bind(program.pk):
        assert languages_of(program, [alpha.pk]) == {alpha.pk: "en"}
        User.objects.filter(pk=alice.pk).update(language="pt-br")
        assert languages_of(program, [alpha.pk]) == {alpha.pk: "pt-br"}
