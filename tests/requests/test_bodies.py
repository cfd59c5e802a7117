"""No JSON body breaks an API endpoint or a form: deep nesting, half characters, numbers beyond reason."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.isolation.probe import ARGUMENTS, unprobed
from tests.isolation.routes import routes
from tests.isolation.tenants import found
from tests.samples import sample
from tests.web.api.tokens import partner_secret, vendor_secret

pytestmark = [pytest.mark.usefixtures("fresh_cache"), pytest.mark.django_db, pytest.mark.campaign]

CLAIM = "/api/v1/me/claims/"
DEEP = "[" * 2000
ODD = (
    DEEP,
    "[" * 900 + "]" * 900,
    '{"a":' * 900 + "1" + "}" * 900,
    '{"kind":"project","answers":{"\\ud800":"x"}}',
    '{"kind":"project","answers":{"a\\u0000":"x"}}',
    '{"kind":"project","answers":{"client":"\\ud800"}}',
    '{"\\ud800":1}',
    '{"quantity":' + "1" * 5000 + "}",
    '{"quantity":1e999}',
    '{"quantity":NaN}',
    '{"attributes":{"x":{"y":{"z":[]}}}}',
    "",
    "null",
    '"text"',
    "\ufeff{}",
)


@pytest.fixture
def tenant(program, site, charlie):
    return found(program, site, "alpha")


@pytest.fixture
def callers(tenant, site, charlie, program, settings):
    """Clients with a partner's token and with the vendor's."""
    settings.API_RATES = {"token": 10**6, "address": 10**6}
    secrets = partner_secret(tenant.partner, tenant.user), vendor_secret(program, charlie)
    return [
        Client(headers={"host": site.host, "authorization": f"Bearer {secret}"}, raise_request_exception=False)
        for secret in secrets
    ]


def endpoints(tenant) -> list[str]:
    mine = [route for route in routes() if route.name.startswith("api:") and not unprobed([route], tenant)]
    return [route.fill({name: ARGUMENTS[name](tenant, route) for name in route.arguments}) for route in mine]


def send(client, address: str, body: str | bytes) -> int:
    return client.post(
        address,
        body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass"),
        content_type="application/json",
        headers={"idempotency-key": str(uuid4())},
    ).status_code


def test_json_that_cannot_be_stored_is_a_400(callers):
    bodies = [DEEP, *ODD[1:5]]
    assert [body for body in bodies if send(callers[0], CLAIM, body) != 400] == []


KEYS = st.one_of(
    st.sampled_from(("partner", "kind", "on", "amount", "quantity", "subject", "reference", "attributes", "answers")),
    st.text(max_size=5),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(("alpha", "sale", "project", "2026-01-15", "640.00", "\ud800", "\0", "1" * 5000)),
)
BODIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=9)),
    max_leaves=12,
)


def test_no_body_breaks_an_endpoint(callers, tenant):
    writes = [
        (client, address)
        for client in callers
        for address in endpoints(tenant)
        if send(client, address, "{}") not in (403, 404, 405)
    ]
    assert len(writes) > 3
    broken = [  # in the suite an endpoint gets a third of them, and the endpoints begin at different ones
        f"{address}: {body[:40]}"
        for number, (client, address) in enumerate(writes)
        for body in ODD[number % 3 :: sample(3, campaign=1)]
        if send(client, address, body) >= 500
    ]
    assert broken == []

    @settings(
        max_examples=sample(20, campaign=1500),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(write=st.sampled_from(writes), body=BODIES)
    def sends(write, body):
        assert send(*write, json.dumps(body)) < 500

    sends()


@pytest.mark.parametrize("credential", [DEEP, "1" * 5000, '{"\\ud800": 1}', '{"id": 1e999}', "{", "null"])
def test_no_passkey_answer_breaks_signing_in(credential, visit):
    visitor = visit()
    visitor.raise_request_exception = False
    assert visitor.post("/account/2fa/webauthn/login/", {"credential": credential}).status_code < 500
