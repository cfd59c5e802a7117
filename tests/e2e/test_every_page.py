"""Every page, as each kind of person, in every state it can be brought into: axe, keyboard, zoom, a clean console.

The pages come from the resolver, as in tests/isolation. A campaign looks at all of them; the suite at a few.
"""

import re

import pytest
import time_machine

from common.tenancy import bind
from partners.models import Application, Partner
from tests import cast
from tests.applicants import applicant
from tests.careers import CLIMB, NOON, TODAY, live
from tests.e2e.sweeping import Sweep, look_at_all
from tests.isolation.routes import Route, few, routes
from tests.isolation.stage import set_up
from tests.samples import sample
from tests.scenes import scene

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]

MOST = sample(2, campaign=10_000)  # pages that each person looks at
STATES = ("approved", "draft", "submitted", "asked", "declined")
_ADMINISTERED = re.compile("staff|member|token|invitation|index|erasure|site|revision")
_ALIKE = re.compile("(history|delete)/$")


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    with time_machine.travel(NOON, tick=True):
        yield from scene(django_db_blocker, set_up)


def public() -> list[Route]:
    return [route for route in routes() if not route.name.startswith(("admin:", "api:"))]


def without_arguments() -> list[Route]:
    return [each for each in public() if not each.arguments]


def admin(part: int = 0, parts: int = 1) -> list[Route]:
    every = [route for route in few(routes(), 0) if route.name.startswith("admin:")]
    kept = [each for each in every if not _ALIKE.search(each.pattern) or each.model is Partner]
    return kept[part::parts]


def test_visitor(browser, stage):
    look_at_all(Sweep(browser, stage, None), public(), most=MOST)


def test_partner(browser, stage):
    look_at_all(Sweep(browser, stage, stage.tenants[0].user), public(), most=MOST)


@pytest.mark.parametrize("state", STATES[: sample(1, campaign=len(STATES))])
def test_applicant(browser, stage, state):
    gil = applicant(stage.sites[0])
    if state != "draft":
        application = gil.sends(TODAY)
        changes = {"submitted": {}, "asked": {"question": "Who owns you?"}}.get(state, {"state": state})
        with bind(gil.site.program_id):
            Application.objects.filter(pk=application.pk).update(due_on=None, **changes)
    starts = ("apply", "account/") if state == "draft" else ("apply",)
    some = [each for each in public() if each.pattern.startswith(starts) and not each.arguments]
    look_at_all(Sweep(browser, stage, gil.user), some, most=MOST)


@pytest.mark.parametrize("part", range(sample(1, campaign=6)))
def test_manager(browser, stage, part):
    look_at_all(Sweep(browser, stage, stage.managers[0]), admin(part, 6), most=MOST)


def newcomer(stage):
    return cast.join(
        cast.admit(stage.tenants[0].partner.program, "newcomer", "Newcomer Ltd"), "Nora"
    ), without_arguments()


def climber(stage):
    partner = cast.admit(stage.tenants[0].partner.program, "climber", "Climber Ltd")
    live(partner, CLIMB)
    return cast.join(partner, "Nora"), without_arguments()


def former(stage):
    tenant = stage.tenants[0]
    with bind(tenant.partner.program_id):
        Partner.objects.filter(pk=tenant.partner.pk).update(ended_on=TODAY)
    return tenant.user, public()


def administrator(stage):
    ada = cast.hire(stage.tenants[0].partner.program, "Ada", "administrator")
    return ada, [route for route in admin() if _ADMINISTERED.search(route.name)]


def superuser(stage):
    root = cast.secure(cast.person("root@echelon.example", "Root", is_staff=True, is_superuser=True))
    return root, [route for route in admin() if route.name.endswith("_changelist")][::6]


# They see the pages of the others, in another state.
OTHERS = (newcomer, climber, former, administrator, superuser)


@pytest.mark.parametrize("person", OTHERS[: sample(1, campaign=len(OTHERS))])
def test_others(browser, stage, person):
    user, every = person(stage)
    look_at_all(Sweep(browser, stage, user), every, most=MOST, deep=False)
