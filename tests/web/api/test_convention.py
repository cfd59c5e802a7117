"""docs/api.md lists every scope and endpoint, and each endpoint follows the conventions."""

import re
from pathlib import Path

import pytest
from django.urls import URLResolver

from config import api_urls as urls
from partners.tokens.api.endpoint import Endpoint
from partners.tokens.scopes import PARTNER_SCOPES, VENDOR_SCOPES
from web.api.endpoint import Public
from web.api.reference import document

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
    kinds = {"partner": PARTNER_SCOPES, "staff": VENDOR_SCOPES}
    for known in kinds.values():
        if scope in known:
            assert f"| `{scope}` | {known[scope].words} |" in GUIDE
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


def _described(document):
    """Yield the place and the description of everything in the document that has one."""
    for name, component in document["components"]["schemas"].items():
        yield name, component.get("description", "")
        for field, said in component.get("properties", {}).items():
            yield f"{name}.{field}", said.get("description", "")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation.get("description", "")
            for each in operation.get("parameters", []):
                yield f"{method} {path}?{each['name']}", each.get("description", "")
            for status, answer in operation["responses"].items():
                yield f"{method} {path} {status}", answer["description"]


def test_everything_in_the_schema_is_described_in_an_english_sentence():
    found = dict(_described(document()))
    assert len(found) > 1500
    assert [place for place, text in found.items() if not text] == []
    assert [place for place, text in found.items() if not re.fullmatch(r"[A-Z`][^*]*\.", text)] == [], "a sentence"
    assert [place for place, text in found.items() if "``" in text or "DRF" in text] == []
    values = [name for name, each in document()["components"]["schemas"].items() if "enum" in each]
    assert len(values) > 30
    assert all(f"`{value}`" in found[name] for name in values for value in components()[name]["enum"])


def components():
    return document()["components"]["schemas"]


def test_every_operation_names_its_permission_as_the_token_forms_and_the_guide_do():
    told = 0
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            if "security" not in operation or not operation["security"]:
                assert "x-permission" not in operation
                continue
            told += 1
            permission = operation["x-permission"]
            scopes = VENDOR_SCOPES if path.startswith("/api/v1/vendor/") else PARTNER_SCOPES
            assert permission["name"] == scopes[permission["code"]].words
            assert operation["security"] == [{"token": [permission["code"]]}]
            assert operation["description"].endswith(f"Permission: `{permission['code']}` ({permission['name']}).")
            assert f"`{permission['code']}`" in operation["responses"]["403"]["description"]
    assert told > 70
