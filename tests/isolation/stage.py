"""The three tenants of the isolation tests, made once for all tests of a module."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from programs.models import Site
from tests import cast
from tests.isolation.tenants import Tenant, found, stored


@dataclass(frozen=True)
class Stage:
    """Alpha and Beta of one program, Delta of another, the programs' sites and managers."""

    tenants: tuple[Tenant, Tenant, Tenant]
    sites: tuple[Site, Site]
    managers: tuple[User, User]
    stored: dict[str, Any]  # the rows of each tenant, by its word


def set_up() -> Stage:
    programs = cast.open_program("bitrix24"), cast.open_program("bitrix-2011")
    site = Site.objects.get(program=programs[0], host="bitrix24.localhost")
    other_site = Site.objects.get(program=programs[1], host="bitrix-2011.localhost")
    managers = cast.hire(programs[0], "Charlie"), cast.hire(programs[1], "Erin")
    alpha, beta = found(programs[0], site, "alpha"), found(programs[0], site, "beta")
    tenants = alpha, beta, found(programs[1], other_site, "delta")
    return Stage(tenants, (site, other_site), managers, {tenant.word: stored(tenant) for tenant in tenants})
