"""One walk over every page: what people typed stays text, forms carry keys, and nobody's browser keeps what is private.

All texts of a partner and its people are hostile, and everybody who may see them opens every URL. Rendering the pages
costs more than looking at them, so one walk looks at all three.
"""

import re

import pytest
from django.core.cache import cache

from tests.isolation.conftest import _no_limits  # noqa: F401 - the walk asks for more than a person
from tests.isolation.probe import ARGUMENTS, Viewer, unprobed
from tests.isolation.routes import few, routes
from tests.isolation.tenants import found
from tests.permissions.walk import address_of
from tests.samples import sample
from tests.sent_forms.pages import forms_in
from web.sent_forms import FORM_KEY, SHORTEST

pytestmark = [pytest.mark.django_db, pytest.mark.campaign, pytest.mark.usefixtures("fixed_day")]

# HTML, an attribute's end, Django and Alpine template code. 7 * 191 is 1337.
TEXT = "<script>zq()</script>\"'{{7*191}}"
RUNS = re.compile(r"<script>zq\(|1337|=\s*\"?\s*zq\(", re.IGNORECASE)
SEEN = re.compile(r"&lt;script&gt;zq\(|\\u003[cC]script\\u003[eE]zq\(")
LEAVES = {"account_logout", "admin:logout"}
VIEWERS = ("visitor", "member", "staff", "superuser")
FEWEST_FORMS = {"visitor": 5, "member": 20, "staff": 40, "superuser": 15}
# What a browser or a proxy may keep: pages that show strangers what everybody may know, and files that are the same for
# everybody.
PUBLIC = {"/", "/partners/", "/blacklist/", "/partners/<code>/", "/certificates/", "/api/v1/schema/", "/api/v1/docs/"}
FILES = {"/partners/<code>/logo.png", "/partners/<code>/badge.svg", "/sitemap.xml", "/robots.txt"}
# Public reads of the API: sessions are ignored there, so a member and a stranger get the same.
READS = {"/api/v1/partners/", "/api/v1/partners/<code>/", "/api/v1/vocabulary/"}


@pytest.fixture
def tenant(program, site, charlie):
    return found(program, site, "alpha", hostile=TEXT)


@pytest.fixture
def viewer(tenant, site, charlie, root, request):
    users = {"visitor": None, "member": tenant.user, "staff": charlie, "superuser": root}
    return Viewer(request.param, users[request.param], site, (tenant,))


def asked_by(label):
    """The routes for a viewer, in the suite without most of what another one sees alike.

    A superuser sees the pages of the staff, and asks for a third of them. The admin refuses visitors and members before
    it reaches a page: each asks for a third of its pages.
    """
    every, number, share = few(routes(), VIEWERS.index(label)), VIEWERS.index(label), sample(3, campaign=1)
    if label == "superuser":
        return every[::share]
    if label == "staff":
        return every
    admin = [route for route in every if route.name.startswith("admin:")]
    some = admin[number % 3 :: share]
    return [route for route in every if route not in admin or route in some]


def answers(viewer, tenant):
    """The route and the answer of every URL with the tenant's own ids, as the viewer sees it."""
    client = viewer.client()
    for route in asked_by(viewer.label):
        if unprobed([route], tenant) or route.name in LEAVES:
            continue
        values = {name: ARGUMENTS[name](tenant, route) for name in route.arguments}
        cache.clear()
        response = client.get(route.fill(values))
        assert response.status_code < 500, route.name
        yield route, response


@pytest.mark.parametrize("viewer", VIEWERS, indirect=True)
def test_every_page_shows_text_as_text_has_keys_in_its_forms_and_is_kept_only_if_public(viewer, tenant):
    pages, kept, keys = {}, set(), []
    for route, answer in answers(viewer, tenant):
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            kept.add(address_of(route))
        if not answer.streaming and "html" in answer.headers.get("Content-Type", ""):
            pages[route.name] = body = answer.content.decode()
            keys += [(route.name, form.fields.get(FORM_KEY, "")) for form in forms_in(body, at="")]
    assert [name for name, body in pages.items() if RUNS.search(body)] == []
    # Makes sure that the hostile text is on the pages.
    shown = [name for name, body in pages.items() if SEEN.search(body)]
    assert len(shown) >= {"visitor": 1, "member": 8, "staff": 15, "superuser": 5}[viewer.label]
    # A one-time key for each form, and no key twice.
    assert [name for name, key in keys if len(key) < SHORTEST] == []
    assert len(keys) >= FEWEST_FORMS[viewer.label]
    assert len({key for _name, key in keys}) == len(keys)
    # What may be kept: public pages by strangers, and what is the same for everybody.
    asked = {address_of(route) for route in asked_by(viewer.label)}
    assert kept == ((PUBLIC if viewer.label == "visitor" else set()) | FILES | READS) & asked


def test_control_unescaped_text_is_found():
    assert RUNS.search(f"<p>{TEXT}</p>")
    assert RUNS.search("1337")
