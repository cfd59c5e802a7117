"""The API reference: one document per process, and a page that shows all of it and works without a script."""

import gzip
import re
from threading import Event, Thread

import pytest

from tests.web.api.tokens import caller, partner_secret
from web.api import reference


def test_threads_that_ask_at_once_get_one_document_that_is_made_once(monkeypatch):
    made, begun, go_on = [], Event(), Event()

    class Slow:
        def get_schema(self, **_options):
            made.append(1)
            begun.set()
            go_on.wait(5)
            return {"paths": {}}

    monkeypatch.setattr(reference, "SchemaGenerator", Slow)
    reference._document.cache_clear()
    found = []
    asking = [Thread(target=lambda: found.append(reference.document())) for _ in range(4)]
    try:
        for each in asking:
            each.start()
        assert begun.wait(5)
        go_on.set()
        for each in asking:
            each.join(5)
    finally:
        reference._document.cache_clear()
    assert (made, found) == ([1], [{"paths": {}}] * 4)


@pytest.mark.usefixtures("fixed_day")
@pytest.mark.django_db
def test_the_page_shows_every_operation_with_its_permission_and_status_codes(visit, alpha):
    page = visit().get("/api/v1/docs/").content.decode()
    for path, methods in reference.document()["paths"].items():
        for said in methods.values():
            _before, _id, shown = page.partition(f'id="{said["operationId"]}"')
            shown = shown.partition("</details>")[0]
            assert shown, path
            assert f'href="#{said["operationId"]}"' in page.partition("</nav>")[0] + shown
            assert (permission := said.get("x-permission")) is None or f"<code>{permission['code']}</code>" in shown
            assert all(f"<dt><code>{status}</code></dt>" in shown for status in said["responses"])
    links = set(re.findall(r'href="#([^"]+)"', page)) - {"main"}
    assert links <= set(re.findall(r'id="([^"]+)"', page)), "every link leads somewhere"
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.replace('href="http://', ""))


@pytest.mark.usefixtures("fixed_day")
@pytest.mark.django_db
def test_the_page_is_light(visit, alpha):
    page = visit().get("/api/v1/docs/").content
    assert len(gzip.compress(page)) < 80_000


@pytest.mark.usefixtures("fixed_day")
@pytest.mark.django_db
def test_the_quick_start_says_where_each_makes_its_token(visit, alpha):
    page = visit().get("/api/v1/docs/").content.decode()
    assert 'href="/dashboard/tokens/"' in page
    assert 'href="/admin/partners/apitoken/"' in page


@pytest.mark.usefixtures("fixed_day")
@pytest.mark.django_db
def test_texts_of_the_rules_are_answered_in_the_readers_language(visit, career, alice):
    asked = caller(visit(), partner_secret(career, alice))("me/standing/?level=gold").json()["tracks"][0]["next"]
    units = [row["figures"]["unit"] for row in asked["requirements"] if row["figures"]]
    assert units
    assert not any("|" in unit for unit in units)
