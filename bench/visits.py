"""The pages that are measured: all that a visitor can open, and the dashboard; and the people who ask for them."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import User
from bench.fixture import LAST
from common.actor import Actor
from common.tenancy import bind
from partners.models import Member, Partner
from programs.models import Staff
from statuses.certificates.operations import issue_certificate

# Of the rate of a plain page of 24 rows.
READ, FORM, DASHBOARD = 1.0, 0.5, 0.25
# Of the rate of an empty view, which has the middlewares only.
KEPT = 0.5
# Limits that a measure doesn't reach.
UNLIMITED = {
    "LIMITS": dict.fromkeys(settings.LIMITS, "9999999/h/ip"),
    "API_RATES": dict.fromkeys(settings.API_RATES, 9999999),
}


@dataclass(frozen=True)
class Page:
    """A page and at which rate it should be served: a share of the plain page's, if it is kept, of an empty view's."""

    name: str
    path: str
    goal: float = READ
    kept: bool = False


def public_pages(program_id: int) -> list[Page]:
    """Every page that a visitor can open, with a listed partner and a certificate of it."""
    with bind(program_id):
        partner = listed()
        certificate = issue_certificate(
            actor=Actor.system(program_id), partner=partner, track="status", on=max(LAST, date.today())
        )
    return [
        Page("program page", "/", kept=True),
        Page("directory", "/partners/", kept=True),
        Page("partner page", f"/partners/{partner.code}/", kept=True),
        Page("blacklist", "/blacklist/"),
        Page("rotation", "/rotation/"),
        Page("certificate check", "/certificates/"),
        Page("a certificate", f"/certificates/{certificate.serial}/"),
        Page("API reference", "/api/v1/docs/"),
        Page("request sent", "/request/sent/"),
        Page("request erased", "/request/erased/"),
        Page("account erased", "/account/erased/"),
        Page("application form", "/apply/", FORM),
        Page("request form", "/request/", FORM),
        Page("sign-in", "/account/login/", FORM),
        Page("sign-up", "/account/signup/", FORM),
        Page("new password", "/account/password/reset/", FORM),
    ]


def listed() -> Partner:
    """A partner in the directory, within a bound transaction."""
    return Partner.objects.filter(card__isnull=False).order_by("pk")[10]


def member(program_id: int) -> User:
    """A main user of the listed partner, within a bound transaction."""
    user, _made = User.objects.get_or_create(email="bench@example.com", defaults={"name": "Bench"})
    Member.objects.get_or_create(program_id=program_id, partner=listed(), user=user, defaults={"role": "main"})
    return user


def manager(program_id: int) -> User:
    """A manager of the vendor, with a second factor, within a bound transaction."""
    given = {"name": "Manager", "is_staff": True}
    user, _made = User.objects.get_or_create(email="manager@example.com", defaults=given)
    Staff.objects.get_or_create(program_id=program_id, user=user, defaults={"role": Staff.Role.MANAGER})
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return user
