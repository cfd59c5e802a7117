"""One user per role, and a walk that requests every URL without side effects."""

import re
from collections.abc import Callable

from django.db import transaction
from django.test import Client

from accounts.models import User
from common.tenancy import bind
from partners.models import Application, Partner, Restriction
from tests import cast
from tests.careers import NOON, TODAY
from tests.counts import nobody_has_asked
from tests.isolation.probe import ARGUMENTS
from tests.isolation.routes import Route
from tests.isolation.tenants import Tenant, found
from tests.permissions.table import shown
from tests.samples import tally

# Beta's members request Alpha's certificate: URL arguments come from the first tenant.
ROLES = (
    "visitor",
    "applicant",
    "main",
    "manager",
    "sales",
    "readonly",
    "former",
    "blocked",
    "other",
    "partner_manager",
    "administrator",
)


def person(role: str, program, site) -> tuple[User | None, Tenant]:
    """The user for a role, and whose rows it requests: Alpha's, or a former partner's own."""
    cast.hire(program, "Charlie")
    alpha = found(program, site, "alpha")
    make: dict[str, Callable[[], User | None]] = {
        "visitor": lambda: None,
        "applicant": lambda: _applicant(program),
        "main": lambda: alpha.user,
        "blocked": lambda: _blocked(alpha),
        "other": lambda: found(program, site, "beta").user,
        "partner_manager": lambda: cast.hire(program, "Mara"),
        "administrator": lambda: cast.hire(program, "Ada", "administrator"),
    }
    if role == "former":
        return _former(alpha)
    return make.get(role, lambda: cast.join(alpha.partner, role.capitalize(), role))(), alpha


def _applicant(program) -> User:
    user = cast.person("anton@new.example", "Anton")
    with bind(program.pk):
        Application.objects.create(program=program, applicant=user, started_at=NOON, saved_at=NOON)
    return user


def _blocked(alpha: Tenant) -> User:
    user = cast.join(alpha.partner, "Bruno")
    with bind(alpha.partner.program_id):
        Restriction.objects.create(
            program=alpha.partner.program,
            partner=alpha.partner,
            effect="access",
            user=user,
            starts_on=TODAY,
            reason="Misuse",
            set_at=NOON,
        )
    return user


def _former(alpha: Tenant) -> tuple[User, Tenant]:
    with bind(alpha.partner.program_id):
        Partner.objects.filter(pk=alpha.partner.pk).update(ended_on=TODAY)
    return alpha.user, alpha


def address_of(route: Route) -> str:
    """A route in the table's notation."""
    return "/" + re.sub(r"%\((\w+)\)s", r"<\1>", route.pattern)


class Walk:
    """Requests URLs as one user. Every request is rolled back, so requests don't affect each other."""

    def __init__(self, role: str, program, site, routes: list[Route]) -> None:
        self.user, self.tenant = person(role, program, site)
        self.routes = {address_of(route): route for route in routes}
        self.client = Client(headers={"host": site.host}, raise_request_exception=False)
        if self.user is not None:
            self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")

    def ask(self, method: str, address: str) -> str:
        """The answer in the table's notation."""
        tally("probes")
        route = self.routes[address]
        values = {name: ARGUMENTS[name](self.tenant, route) for name in route.arguments}
        nobody_has_asked()
        with transaction.atomic():
            response = getattr(self.client, method.lower())(route.fill(values))
            transaction.set_rollback(True)
        return shown(response.status_code, response.headers.get("Location", ""))
