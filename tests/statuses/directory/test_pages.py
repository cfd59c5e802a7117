"""The public directory: who is listed, sorting, search and filters, and a partner's page."""

import re
from datetime import date

import pytest

from tests.careers import CLIMB, live
from tests.statuses.directory.listed import publish
from web.paging import PAGE_SIZE

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def names(response):
    return [card.name for card in response.context["page"].rows]


@pytest.mark.rule("B24-4.1r")
def test_featured_first_then_points_then_the_earlier_acceptance(visit, program):
    publish(program, "a", "Late", points=50, accepted_on=date(2025, 3, 1))
    publish(program, "b", "Early", points=50, accepted_on=date(2025, 2, 1))
    publish(program, "c", "Rich", points=900)
    publish(program, "d", "Chosen", points=10, featured=True, level="gold")
    assert names(visit().get("/partners/")) == ["Chosen", "Rich", "Early", "Late"]


@pytest.mark.rule("B24-1.4a")
def test_only_levels_with_a_listing_appear(visit, alpha, beta, career):
    live(beta, CLIMB[:2])
    assert names(visit().get("/partners/")) == ["Alpha Works"]
    assert visit().get("/partners/beta/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "lodz"}, ["Łódź Works"]),
        ({"q": "ŁÓDŹ"}, ["Łódź Works"]),
        ({"q": "telephony -works"}, ["Aurora"]),
        ({"q": '"set up"'}, ["Aurora"]),
        ({"q": "& | ! : ' ("}, []),
        ({"country": "PL"}, ["Łódź Works"]),
        ({"level": "gold"}, ["Aurora"]),
        ({"service": "Training"}, ["Aurora"]),
        ({"language": "pl"}, ["Łódź Works"]),
        ({"language": "pl", "service": "Training"}, []),
        ({"level": "nothing"}, []),
    ],
)
def test_words_and_filters(visit, program, asked, found):
    publish(program, "a", "Łódź Works", words="telephony", country="PL", languages=["pl"])
    publish(program, "b", "Aurora", words="we set up telephony", level="gold", services=["Training"])
    assert names(visit().get("/partners/", asked)) == found


def test_invalid_filter_shows_error_and_others_apply(visit, program):
    publish(program, "a", "Works", words="telephony")
    publish(program, "b", "Aurora")
    response = visit().get("/partners/", {"country": "Atlantis", "q": "telephony"})
    assert names(response) == ["Works"]
    assert "Choose a country from the list." in response.content.decode()
    assert re.search('value="Atlantis"[^>]* selected', response.content.decode())


def test_paging_keeps_the_search(visit, program):
    for number in range(PAGE_SIZE + 2):
        publish(program, f"p{number:02}", f"Works {number:02}", words="crm", points=1000 - number)
    first = visit().get("/partners/", {"q": "crm"})
    assert len(names(first)) == PAGE_SIZE
    assert "?q=crm&amp;page=2" in first.content.decode()
    second = visit().get("/partners/", {"q": "crm", "page": "2"})
    assert names(second) == [f"Works {PAGE_SIZE}", f"Works {PAGE_SIZE + 1}"]
    assert not second.context["page"].has_next


@pytest.mark.parametrize("page", ["0", "-1", "two", "²", "9" * 40])
def test_missing_page_number_is_not_an_error(visit, program, page):
    publish(program, "a", "Works")
    assert visit().get("/partners/", {"page": page}).status_code == 200


def test_empty_search_suggests_what_to_do(visit, program):
    assert "No partner is listed yet" in visit().get("/partners/").content.decode()
    assert "No partners found" in visit().get("/partners/", {"q": "nobody"}).content.decode()


def test_typing_reloads_only_the_results(visit, program):
    publish(program, "a", "Works")
    whole = visit().get("/partners/")
    part = visit().get("/partners/", headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "Works" in part.content.decode()
    assert "HX-Request" in whole.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "/partners/?q=%00",
        "/partners/?country=%00",
        "/partners/?service=%00",
        "/partners/%00/",
        "/partners/a%00b/",
        "/partners/?q=%ff",
    ],
)
def test_null_byte_is_not_a_server_error(visit, program, path):
    publish(program, "a", "Works")
    assert visit().get(path).status_code in (200, 404)


def test_another_program_has_its_own_directory(visit, program, other_site):
    publish(program, "a", "Works")
    assert names(visit(host=other_site.host).get("/partners/")) == []
    assert visit(host=other_site.host).get("/partners/a/").status_code == 404


def test_partner_page_shows_points_and_rank(visit, career):
    page = visit().get("/partners/alpha/").content.decode()
    assert "Alpha Works" in page
    assert "273" in page
    assert "Rank in Cyprus" in page


def test_card_text_is_escaped(visit, program):
    publish(program, "a", "<script>alert(1)</script>", words="<b>bold</b>", website="javascript:alert(1)")
    for path in ("/partners/", "/partners/a/"):
        page = visit().get(path).content.decode()
        assert "<script>alert" not in page
        assert "<b>bold" not in page
        assert 'href="javascript' not in page


def test_page_shows_the_total_and_the_orders(visit, program):
    publish(program, "a", "Acme One", points=5)
    publish(program, "b", "Acme Two")
    page = visit().get("/partners/", {"q": "acme", "sort": "name"}).content.decode()
    assert "2 partners</p>" in page
    assert 'aria-current="true">Name' in page
    assert '<input type="hidden" name="sort" value="name">' in page
    assert "Best match" not in visit().get("/partners/").content.decode()


def test_page_says_what_it_searched_instead(visit, program):
    publish(program, "a", "Kestrel")
    page = visit().get("/partners/", {"q": "kestral"}).content.decode()
    assert "Showing results for <strong>Kestrel</strong>" in page
    assert "?q=kestral&amp;exactly=1" in page
    assert "No partners found" in visit().get("/partners/", {"q": "kestral", "exactly": "1"}).content.decode()
