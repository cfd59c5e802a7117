"""Every page of visitors and partners in the pseudo-language: nothing on it is left in English.

The pages come from the resolver, so new ones are tested by themselves. A browser opens some of them too, to see whether
longer words fit (tests/e2e/test_languages.py).
"""

from html.parser import HTMLParser

import pytest
from babel import Locale

from common.tenancy import bind
from programs.definition.words import shown_texts
from programs.models import Site
from programs.queries import definition
from tests.careers import TODAY
from tests.e2e import pseudo
from tests.isolation.probe import ARGUMENTS, Viewer
from tests.isolation.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]

# Pages in another language than the reader's, each with its reason.
ELSEWHERE = {
    "admin/": "the vendor's staff",
    "api/": "for programs",
    "account/": "its texts are allauth's, in allauth's own catalogs",
}
SKIPPED = {"script", "style", "template", "code", "svg", "title"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
NAMED = ("aria-label", "placeholder", "title", "alt")


class Texts(HTMLParser):
    """The texts of a page as people meet them, without those that are the same in every language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[bool] = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        classes = (given.get("class") or "").split()
        skipped = tag in SKIPPED or "languages" in classes or "brand" in classes or given.get("translate") == "no"
        skipped = skipped or any(self.inside)
        if not skipped:
            self.found += [given[name] for name in NAMED if given.get(name)]
        if tag not in VOID:
            self.inside.append(skipped)

    def handle_endtag(self, tag):
        if tag not in VOID and self.inside:
            self.inside.pop()

    def handle_data(self, data):
        if not any(self.inside) and data.strip():
            self.found.append(" ".join(data.split()))


def left_in(page: str, data: list[str]) -> list[str]:
    """The page's English texts that are no data; a tenant's own words have "zqp" in them."""
    texts = Texts()
    texts.feed(page)
    return [text for text in dict.fromkeys(texts.found) if "zqp" not in text.lower() and pseudo.is_english(text, data)]


@pytest.fixture
def data(program):
    """What is the same in every language: the program's file (it has no pseudo-language), names of places."""
    with bind(program.pk):
        rules = definition(program, TODAY)
    english = Locale("en")
    places = [
        *english.territories.values(),
        *english.languages.values(),
        *english.months["format"]["abbreviated"].values(),
    ]
    words = [*shown_texts(rules), *(entity.name for entity in rules.entities), program.name, "Echelon"]
    titled = [str(word).capitalize() for word in words]  # above a field
    return pseudo.longest_first([*words, *titled, *places])


def asked():
    return [route for route in routes() if not route.pattern.startswith(tuple(ELSEWHERE))]


def test_every_page_of_visitors_and_partners_is_translated(tenants, site, data):
    tenant = tenants[0]
    Site.objects.filter(pk=site.pk).update(language=pseudo.CODE)
    left, opened = {}, 0
    with pseudo.spoken():
        clients = [Viewer(who, user, site).client() for who, user in (("visitor", None), ("member", tenant.user))]
        for route in asked():
            address = route.fill({name: ARGUMENTS[name](tenant, route) for name in route.arguments})
            for client in clients:
                answer = client.get(address)
                if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                    continue
                opened += 1
                if english := left_in(answer.content.decode(), data):
                    left[address] = english
    assert opened > 60, "the pages answer"
    assert "\n".join(f"{address}: {english}" for address, english in left.items()) == ""


def test_a_text_that_is_not_translated_is_seen():
    page = '<p>Öñlÿ this</p><p class="brand">Acme</p><p>Hello there <b title="Some words">äñd</b><br>Germany 1</p>'
    assert left_in(page, ["Germany"]) == ["Hello there", "Some words"]
