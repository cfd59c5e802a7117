"""Who asks: one person for each role, and the walk that asks and leaves no trace."""

import re
from collections.abc import Callable

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.models import User
from common.tenancy import bind
from partners.models import Application, Partner, Restriction
from tests import cast
from tests.careers import NOON, TODAY
from tests.isolation.probe import ARGUMENTS
from tests.isolation.routes import Route
from tests.isolation.tenants import Tenant, found
from tests.portal.permissions.table import shown

# A certificate that Beta's people may look for is Alpha's: the arguments are those of the first tenant.
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
    """Who asks in the role, and whose rows are asked for: Alpha's, a former partner's own for its people."""
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
    """A route as the tables write it."""
    return "/" + re.sub(r"%\((\w+)\)s", r"<\1>", route.pattern)


class Walk:
    """Asks for addresses as one person. Every request is rolled back, so that none knows of another."""

    def __init__(self, role: str, program, site, routes: list[Route]) -> None:
        self.user, self.tenant = person(role, program, site)
        self.routes = {address_of(route): route for route in routes}
        self.client = Client(headers={"host": site.host}, raise_request_exception=False)
        if self.user is not None:
            self.client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")

    def ask(self, method: str, address: str) -> str:
        """What is answered, as the tables write it."""
        route = self.routes[address]
        values = {name: ARGUMENTS[name](self.tenant, route) for name in route.arguments}
        cache.clear()
        with transaction.atomic():
            response = getattr(self.client, method.lower())(route.fill(values))
            transaction.set_rollback(True)
        return shown(response.status_code, response.headers.get("Location", ""))
