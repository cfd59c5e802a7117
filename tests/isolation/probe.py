"""Asks for every route as someone, with the ids of tenants that are none of its business, and says what was wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.test import Client

from accounts.models import User
from partners.models import Partner
from programs.models import Site
from statuses.models import Certificate
from tests.isolation.routes import Route
from tests.isolation.tenants import Tenant

# What an argument of that name stands for, as a value of a tenant; `object_id` is the admin's.
ARGUMENTS = {
    "code": lambda tenant, route: tenant.partner.code,
    "serial": lambda tenant, route: tenant.rows[Certificate].serial,
    "track": lambda tenant, route: tenant.rows[Certificate].track,
    "object_id": lambda tenant, route: tenant.rows[route.model or Partner].pk,
    "content_type_id": lambda tenant, route: ContentType.objects.get_for_model(Partner).pk,
    "app_label": lambda tenant, route: "partners",
    "url": lambda tenant, route: f"partners/partner/{tenant.partner.pk}/nowhere/",
    "uidb36": lambda tenant, route: "1",
    "key": lambda tenant, route: "0-0",
}
# Arguments that name nobody: the same route, asked for something that does not exist.
MISSING = {"code": "nobody-here", "serial": "none-0000", "object_id": 987654321, "url": "partners/nowhere/"}
# Pages that show a partner to the public of its own program; on another program's host they are 404.
PUBLIC: dict[str, str] = {}
_SINGLE_USE = re.compile(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass(frozen=True)
class Viewer:
    """Someone on a host: `own` are the tenants whose private words it may read."""

    label: str
    user: User | None
    site: Site
    own: tuple[Tenant, ...] = ()

    def client(self) -> Client:
        """A signed-in client that turns exceptions into answers of 500, as the server does."""
        client = Client(headers={"host": self.site.host}, raise_request_exception=False)
        if self.user is not None:
            client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def refused_words(self, tenants: list[Tenant]) -> list[str]:
        """The words that must not appear in any answer to this viewer, in lower case."""
        foreign = [tenant for tenant in tenants if tenant not in self.own]
        elsewhere = [tenant for tenant in foreign if tenant.site.program_id != self.site.program_id]
        return [tenant.private.lower() for tenant in foreign] + [tenant.public.lower() for tenant in elsewhere]


def unprobed(routes: list[Route], tenant: Tenant) -> list[str]:
    """The routes whose arguments the suite cannot fill; each needs a line in `ARGUMENTS` or a row in `found`."""
    return [f"{route.name} ({route.pattern}): {problem}" for route in routes if (problem := _unfillable(route, tenant))]


def _unfillable(route: Route, tenant: Tenant) -> str:
    unknown = set(route.arguments) - set(ARGUMENTS)
    if unknown:
        return f"no value for {', '.join(sorted(unknown))}"
    if route.model and "object_id" in route.arguments and route.model not in tenant.rows:
        return f"no row of {route.model.__name__}"
    return ""


def findings(viewer: Viewer, tenants: list[Tenant], routes: list[Route]) -> Iterator[str]:
    """Everything that some route gave away to the viewer, in words."""
    client = viewer.client()
    refused = viewer.refused_words(tenants)
    for route in routes:
        if not route.arguments:
            queries = ["", *(f"?q={tenant.word}zq" for tenant in tenants)]
            yield from (found for query in queries for found in _leaks(client, route, route.fill({}) + query, refused))
            continue
        for tenant in tenants:
            if tenant not in viewer.own:
                yield from _leaks(client, route, _path(route, tenant), refused)
                yield from _differences(client, viewer, route, tenant)


def _path(route: Route, tenant: Tenant, **instead: Any) -> str:
    values = {name: ARGUMENTS[name](tenant, route) for name in route.arguments}
    return route.fill(values | {name: value for name, value in instead.items() if name in values})


def _leaks(client: Client, route: Route, path: str, refused: list[str]) -> Iterator[str]:
    response = client.get(path)
    if response.status_code >= 500:
        yield f"{route.name}: GET {path} broke with {response.status_code}"
    body = _body(response).lower()
    for word in refused:
        if word in body:
            yield f"{route.name}: GET {path} shows {word}"


def _differences(client: Client, viewer: Viewer, route: Route, tenant: Tenant) -> Iterator[str]:
    """A foreign id must be answered exactly as one that does not exist, and never with success."""
    if not set(route.arguments) & set(MISSING):
        return
    if route.name in PUBLIC and tenant.site.program_id == viewer.site.program_id:
        return
    foreign_path, missing_path = _path(route, tenant), _path(route, tenant, **MISSING)
    for method in ("get", "post"):
        foreign, missing = getattr(client, method)(foreign_path), getattr(client, method)(missing_path)
        if _seen(foreign, foreign_path, route, tenant) != _seen(missing, missing_path, route, None):
            yield (
                f"{route.name}: {method.upper()} {foreign_path} answers {foreign.status_code}, "
                f"a missing one {missing.status_code}"
            )
        elif foreign.status_code == 200:
            yield f"{route.name}: {method.upper()} {foreign_path} answers 200"


def _seen(response, path: str, route: Route, tenant: Tenant | None) -> tuple:
    """What tells one answer from another, with the ids that were asked for taken out."""
    asked = [str(ARGUMENTS[name](tenant, route)) if tenant else str(MISSING[name])
             for name in route.arguments if name in MISSING]  # fmt: skip
    location, body = response.headers.get("Location", ""), _body(response)
    for text in (path, *asked):
        location, body = location.replace(text, "ID"), body.replace(text, "ID")
    return response.status_code, location, _SINGLE_USE.sub("", body) if response.status_code == 404 else ""


def _body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", errors="replace")
