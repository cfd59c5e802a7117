"""Text that people type stays text on every page: nothing runs it or evaluates it as a template.

All texts of a partner and its people are hostile, and everybody who may see them opens every URL.
"""

import re

import pytest

from tests.isolation.probe import ARGUMENTS, Viewer, unprobed
from tests.isolation.routes import routes
from tests.isolation.tenants import found
from tests.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]

# HTML, an attribute's end, Django and Alpine template code. 7 * 191 is 1337.
TEXT = "<script>zq()</script>\"'{{7*191}}"
RUNS = re.compile(r"<script>zq\(|1337|=\s*\"?\s*zq\(", re.IGNORECASE)
SEEN = re.compile(r"&lt;script&gt;zq\(|\\u003[cC]script\\u003[eE]zq\(")
LEAVES = {"account_logout", "admin:logout"}
VIEWERS = ("visitor", "member", "staff", "superuser")


@pytest.fixture
def tenant(program, site, charlie):
    return found(program, site, "alpha", hostile=TEXT)


@pytest.fixture
def viewer(tenant, site, charlie, root, request):
    users = {"visitor": None, "member": tenant.user, "staff": charlie, "superuser": root}
    return Viewer(request.param, users[request.param], site, (tenant,))


def asked_by(label):
    """The routes for a viewer; a superuser sees the pages of the staff, and in the suite asks for a third of them."""
    return routes()[:: sample(3, campaign=1)] if label == "superuser" else routes()


def answers(viewer, tenant):
    """The name and body of every URL with the tenant's own ids, as the viewer sees it."""
    client = viewer.client()
    for route in asked_by(viewer.label):
        if unprobed([route], tenant) or route.name in LEAVES:
            continue
        values = {name: ARGUMENTS[name](tenant, route) for name in route.arguments}
        response = client.get(route.fill(values))
        assert response.status_code < 500, route.name
        if not response.streaming and "html" in response.headers.get("Content-Type", ""):
            yield route.name, response.content.decode()


@pytest.mark.parametrize("viewer", VIEWERS, indirect=True)
def test_no_page_runs_what_somebody_typed(viewer, tenant):
    pages = dict(answers(viewer, tenant))
    assert [name for name, body in pages.items() if RUNS.search(body)] == []
    # Makes sure that the hostile text is on the pages.
    shown = [name for name, body in pages.items() if SEEN.search(body)]
    assert len(shown) >= {"visitor": 1, "member": 8, "staff": 15, "superuser": 5}[viewer.label]


def test_control_unescaped_text_is_found():
    assert RUNS.search(f"<p>{TEXT}</p>")
    assert RUNS.search("1337")
