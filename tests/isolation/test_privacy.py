"""No answer about a person, and none with a code or token, may be kept by a browser or a proxy: all say no-store."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.isolation.probe import ARGUMENTS
from tests.isolation.routes import routes
from tests.isolation.tenants import found
from tests.permissions.walk import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]

# What may be kept: pages that show strangers what everybody may know, and files that are the same for everybody.
PUBLIC = {"/", "/partners/", "/blacklist/", "/partners/<code>/", "/certificates/", "/api/v1/schema/", "/api/v1/docs/"}
FILES = {"/partners/<code>/logo.png", "/partners/<code>/badge.svg", "/sitemap.xml", "/robots.txt"}
# Public reads of the API: sessions are ignored there, so a member and a stranger get the same.
READS = {"/api/v1/partners/", "/api/v1/partners/<code>/", "/api/v1/vocabulary/"}


# What the control asks: a code, a session, an API answer.
FEW = {"/account/email/", "/account/2fa/recovery-codes/", "/account/sessions/", "/api/v1/me/"}


def kept(client, tenant, asked=routes) -> set[str]:
    """Return the routes whose answer may be kept, asked with the tenant's own rows."""
    seen = set()
    for route in asked():
        values = {name: ARGUMENTS[name](tenant, route) for name in route.arguments}
        cache.clear()
        with transaction.atomic():
            answer = client.get(route.fill(values))
            transaction.set_rollback(True)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            seen.add(address_of(route))
    return seen


@pytest.fixture
def alpha(program, site, charlie):
    return found(program, site, "alpha")


@pytest.fixture
def client(site):
    return Client(headers={"host": site.host}, raise_request_exception=False)


def test_strangers_may_keep_public_pages_only(alpha, client):
    assert kept(client, alpha) == PUBLIC | FILES | READS


def test_a_member_may_keep_files_and_public_reads_only(alpha, client):
    client.force_login(alpha.user, backend="accounts.backends.AddressBackend")
    assert kept(client, alpha) == FILES | READS


def test_staff_may_keep_files_and_public_reads_only(alpha, client, charlie):
    """Pages without arguments are enough: those of one row come from the same views."""
    client.force_login(charlie, backend="accounts.backends.AddressBackend")
    assert kept(client, alpha, lambda: [route for route in routes() if not route.arguments]) == {
        read for read in READS | FILES if "<" not in read
    }


def test_control_the_walk_finds_an_answer_that_may_be_kept(alpha, client, monkeypatch):
    monkeypatch.setattr("web.privacy.add_never_cache_headers", lambda answer: None)
    client.force_login(alpha.user, backend="accounts.backends.AddressBackend")
    assert kept(client, alpha, lambda: [route for route in routes() if address_of(route) in FEW]) == FEW
