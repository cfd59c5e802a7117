"""The walk that looks for answers without no-store (tests/hostile/test_pages.py) finds them."""

import pytest
from django.db import transaction
from django.test import Client

from tests.counts import nobody_has_asked
from tests.isolation.probe import ARGUMENTS
from tests.isolation.routes import routes
from tests.permissions.walk import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]

# What the control asks: a code, a session, an API answer.
FEW = {"/account/email/", "/account/2fa/recovery-codes/", "/account/sessions/", "/api/v1/me/"}


def kept(client, tenant, asked) -> set[str]:
    """Return the routes whose answer may be kept, asked with the tenant's own rows."""
    seen = set()
    for route in asked():
        values = {name: ARGUMENTS[name](tenant, route) for name in route.arguments}
        nobody_has_asked()
        with transaction.atomic():
            answer = client.get(route.fill(values))
            transaction.set_rollback(True)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            seen.add(address_of(route))
    return seen


@pytest.fixture
def alpha(tenants):
    return tenants[0]


@pytest.fixture
def client(site):
    return Client(headers={"host": site.host}, raise_request_exception=False)


def test_control_the_walk_finds_an_answer_that_may_be_kept(alpha, client, monkeypatch):
    monkeypatch.setattr("web.privacy._keep_out", lambda answer: None)
    client.force_login(alpha.user, backend="accounts.backends.AddressBackend")
    assert kept(client, alpha, lambda: [route for route in routes() if address_of(route) in FEW]) == FEW
