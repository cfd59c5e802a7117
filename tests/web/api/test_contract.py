"""The API contract: whatever a client sends, no response is a 500 or undocumented.

Requests are generated from the OpenAPI document, without a token, with a partner's and with the vendor's.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded

from tests.samples import sample
from tests.web.api.tokens import partner_secret, server, vendor_secret

pytestmark = [
    pytest.mark.usefixtures("fixed_day"),
    pytest.mark.django_db,
    pytest.mark.campaign,
    pytest.mark.filterwarnings("ignore"),
]

EXAMPLES = sample(5, campaign=40)


CALLERS = ("nobody", "partner", "vendor")


@pytest.fixture
def headers(program, career, alice, charlie, request):
    """Return the caller's headers."""
    if request.param == "nobody":
        return {}
    secret = partner_secret(career, alice) if request.param == "partner" else vendor_secret(program, charlie)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def schema(site, settings, _one_connection):
    """The document as the API serves it, without rate limits."""
    import schemathesis

    settings.API_RATES = {"token": 10**6, "address": 10**6}
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", server, headers={"Host": site.host})


@pytest.mark.parametrize("headers", CALLERS, indirect=True)
def test_every_response_is_documented_and_none_is_a_500(schema, headers, site):
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    seen: set[int] = set()
    tried = [operation.ok() for operation in schema.get_all_operations()]
    assert len(tried) > 10
    for operation in tried:

        @seeded(1)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=False,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case):
            answer = case.call(base_url=f"http://{site.host}", headers=headers)
            seen.add(answer.status_code)
            case.validate_response(answer, checks=checks)

        ask()
    assert len(seen) > 3, "the made-up requests reach too little"
    assert any(200 <= status < 300 for status in seen)
