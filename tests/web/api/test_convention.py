"""docs/api.md lists every scope and endpoint, and each endpoint follows the conventions."""

from pathlib import Path

import pytest
from django.urls import URLResolver

from config import api_urls as urls
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.scopes import PARTNER_SCOPES, VENDOR_SCOPES
from web.api.endpoint import Public

pytestmark = pytest.mark.usefixtures("fixed_day")

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
UNLISTED = {"schema", "docs", "nothing"}


def endpoints():
    """Return name, path and class of every endpoint."""
    known = [pattern for pattern in _patterns(urls.urlpatterns) if pattern.name not in UNLISTED]
    return [(pattern.name, str(pattern.pattern), pattern.callback.view_class) for pattern in known]


def _patterns(found):
    """Yield every URL pattern, including those of included modules."""
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


@pytest.mark.parametrize("scope", [*PARTNER_SCOPES, *VENDOR_SCOPES])
def test_a_scope_is_explained_and_used(scope):
    assert f"`{scope}`" in GUIDE
    kinds = {"partner": PARTNER_SCOPES, "staff": VENDOR_SCOPES}
    users = [view for _n, _p, view in endpoints() if issubclass(view, Endpoint) and scope in view.scopes.values()]
    assert users, f"nothing asks for {scope}"
    assert all(scope in kinds[view.kind] for view in users)


@pytest.mark.parametrize(("name", "path", "view"), endpoints(), ids=lambda value: str(value))
def test_an_endpoint_follows_the_conventions(name, path, view):
    assert issubclass(view, Public)
    assert path.endswith(("/", ".pdf"))
    if issubclass(view, Endpoint):
        methods = {method.upper() for method in ("get", "post", "put", "patch", "delete") if hasattr(view, method)}
        assert set(view.scopes) == methods
        assert path.startswith("vendor/" if view.kind == "staff" else "me/")
        stem = "/".join(path.split("/")[:2]).split("<")[0]
        assert stem in GUIDE


@pytest.mark.django_db
def test_every_operation_has_examples_and_the_public_ones_need_no_token(visit, alpha):
    document = visit().get("/api/v1/schema/").json()
    assert document["openapi"].startswith("3.1")
    operations = [(path, op) for path, methods in document["paths"].items() for op in methods.values()]
    assert len(operations) == sum(len(getattr(view, "scopes", {"GET": ""})) for _name, _path, view in endpoints())
    for path, operation in operations:
        good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
        kinds = good["content"]
        assert "application/pdf" in kinds or kinds["application/json"].get("examples"), path
        if "requestBody" in operation:
            assert operation["requestBody"]["content"]["application/json"].get("examples"), path
        private = "/me/" in path or "/vendor/" in path
        assert bool(operation.get("security")) == private, path
