"""Three tenants for all tests of a module, without rate limits and records of templates: they send many requests."""

import pytest

from tests.isolation.stage import set_up
from tests.scenes import scene


@pytest.fixture(autouse=True)
def _no_limits(settings, no_template_records):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "1000000/m/ip")
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 10**6)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    yield from scene(django_db_blocker, set_up)


@pytest.fixture
def tenants(stage):
    return list(stage.tenants)


@pytest.fixture
def site(stage):
    return stage.sites[0]


@pytest.fixture
def other_site(stage):
    return stage.sites[1]


@pytest.fixture
def program(stage):
    return stage.tenants[0].partner.program


@pytest.fixture
def other_program(stage):
    return stage.tenants[2].partner.program


@pytest.fixture
def charlie(stage):
    return stage.managers[0]


@pytest.fixture
def erin(stage):
    return stage.managers[1]
