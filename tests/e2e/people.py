"""Kinds of people who open pages in a state of their own, and the pages that each of them opens."""

import re
import time
from collections.abc import Callable
from typing import NamedTuple

from allauth.mfa.models import Authenticator

from accounts.models import User
from accounts.operations import renew_recovery_codes
from common.actor import Actor
from common.tenancy import bind, bind_actor
from partners.admission.operations.applying import withdraw_application
from partners.admission.operations.deciding import approve_application, ask_applicant, decline_application
from partners.models import Member, Partner
from programs.models import Program
from tests import cast
from tests.applicants import Applicant, applicant, at, fresh
from tests.careers import CLIMB, NOON, TODAY, live
from tests.e2e.inprocess import Session
from tests.isolation.probe import ARGUMENTS
from tests.isolation.routes import Route, few, routes
from tests.isolation.stage import Stage

_ADMINISTERED = re.compile("staff|member|token|invitation|index|erasure|site|revision")
_ALIKE = re.compile("(history|delete)/$")


class Person(NamedTuple):
    """Somebody who opens pages, on the program's site unless another ``host`` is named, with a session begun so."""

    user: User
    pages: list[Route]
    host: str = ""
    session: Session = {}


def public() -> list[Route]:
    return [route for route in routes() if not route.name.startswith(("admin:", "api:"))]


def without_arguments() -> list[Route]:
    return [each for each in public() if not each.arguments]


def admin(part: int = 0, parts: int = 1) -> list[Route]:
    every = [route for route in few(routes(), 0) if route.name.startswith("admin:")]
    kept = [each for each in every if not _ALIKE.search(each.pattern) or each.model is Partner]
    return kept[part::parts]


def _lists() -> list[Route]:
    return [route for route in admin() if route.name.endswith("_changelist")]


def newcomer(stage: Stage) -> Person:
    partner = cast.admit(stage.tenants[0].partner.program, "newcomer", "Newcomer Ltd")
    return Person(cast.join(partner, "Nora"), without_arguments())


def climber(stage: Stage) -> Person:
    partner = cast.admit(stage.tenants[0].partner.program, "climber", "Climber Ltd")
    live(partner, CLIMB)
    return Person(cast.join(partner, "Nora"), without_arguments())


def reader(stage: Stage) -> Person:
    return Person(cast.join(stage.tenants[0].partner, "Rita", Member.Role.READONLY), public())


def former(stage: Stage) -> Person:
    tenant = stage.tenants[0]
    with bind(tenant.partner.program_id):
        Partner.objects.filter(pk=tenant.partner.pk).update(ended_on=TODAY)
    return Person(tenant.user, public())


def secured(stage: Stage) -> Person:
    """Somebody with a password, an authenticator app, recovery codes and a passkey, who has just proved to be it."""
    key = ARGUMENTS["pk"](stage.tenants[0], None)
    user = cast.secure(Authenticator.objects.get(pk=key).user)
    user.set_password("correct horse battery")
    user.save()
    renew_recovery_codes(actor=Actor.system(None), user=user)
    proved = {"account_authentication_methods": [{"method": "password", "at": time.time()}]}
    return Person(user, [each for each in public() if each.pattern.startswith("account/")], session=proved)


def _elsewhere() -> Program:
    return cast.open_program("1c-bitrix-kz")


def dealer(_stage: Stage) -> Person:
    """A partner of a program in which deals are registered."""
    partner = cast.admit(_elsewhere(), "dealer", "Dealer Ltd", country="KZ", currency="KZT")
    return Person(cast.join(partner, "Dana"), without_arguments(), "1c-bitrix-kz.localhost")


def beginner(_stage: Stage) -> Person:
    """A manager of a program without partners, whose lists are all empty."""
    return Person(cast.hire(_elsewhere(), "Kim"), _lists(), "1c-bitrix-kz.localhost")


def administrator(stage: Stage) -> Person:
    ada = cast.hire(stage.tenants[0].partner.program, "Ada", "administrator")
    return Person(ada, [route for route in admin() if _ADMINISTERED.search(route.name)])


def superuser(_stage: Stage) -> Person:
    root = cast.secure(cast.person("root@echelon.example", "Root", is_staff=True, is_superuser=True))
    return Person(root, _lists()[::6])


# They see the pages of the others, in another state.
OTHERS: tuple[Callable[[Stage], Person], ...] = (
    newcomer,
    climber,
    reader,
    former,
    secured,
    dealer,
    beginner,
    administrator,
    superuser,
)
# How far an application has come: what happened to it.
APPLIED: dict[str, tuple[str, ...]] = {
    "approved": ("sends", "approved"),
    "draft": (),
    "submitted": ("sends",),
    "asked": ("sends", "asked"),
    "answered": ("sends", "asked", "answers"),
    "withdrawn": ("sends", "withdraws"),
    "declined": ("sends", "declined"),
    "verifying": ("sends", "approved", "hands in"),
    "asked in verification": ("sends", "approved", "hands in", "asked"),
    "declined in verification": ("sends", "approved", "hands in", "declined"),
}


def applied(stage: Stage, state: str) -> Person:
    """Somebody whose application has come so far, by the real operations."""
    gil = applicant(stage.sites[0])
    manager = cast.staff_actor(gil.site.program, stage.managers[0])
    application, review = None, "review"
    for step in APPLIED[state]:
        said = {"actor": manager, "application": application and fresh(application), "today": TODAY, "now": NOON}
        review = "verification" if step == "hands in" else review
        with bind(gil.site.program_id):
            match step:
                case "approved":
                    approve_application(**said)
                case "asked":
                    ask_applicant(**said, stage=review, question="Who owns you?")
                case "declined":
                    decline_application(**said, stage=review, text="Not now.", reason="Too small")
                case _:
                    application = _does(gil, step)
    starts = ("apply", "account/") if state == "draft" else ("apply",)
    return Person(gil.user, [each for each in without_arguments() if each.pattern.startswith(starts)])


def _does(gil: Applicant, step: str):
    match step:
        case "sends":
            return gil.sends(TODAY)
        case "answers":
            return gil.answers("Two brothers.", TODAY)
        case "hands in":
            return gil.hands_in(TODAY)
    with bind_actor(gil.actor):
        return withdraw_application(actor=gil.actor, now=at(TODAY))
