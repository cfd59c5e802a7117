"""The processor time of pages, beside a plain Django page of 24 rows and an empty view.

Everything is asked in turns, one request of each, in one process without a server, so that noise and the test client
cost all the same. PostgreSQL's own time is not in it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from statistics import median

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.models import User
from bench.pages import HOST
from bench.plain import STOCK
from bench.timing import Figure, ms
from common.tenancy import bind
from partners.models import Member, Partner
from programs.models import Staff

TURNS = 150
_WITHOUT_KEPT = [each for each in settings.MIDDLEWARE if each != "programs.kept_pages.KeptPagesMiddleware"]
# What opens and binds a transaction reads nothing.
_OPENING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config(", "SELECT current_setting(")


@dataclass(frozen=True)
class Page:
    """A page, who asks for it, and the settings under which it is served."""

    path: str
    user: User | None = None
    served: Callable[[], AbstractContextManager[object]] = nullcontext

    def client(self) -> Client:
        """Return a client whose requests pass the middlewares of this page."""
        client = Client(headers={"host": HOST})
        if self.user:
            client.force_login(self.user, backend="accounts.backends.AddressBackend")
        with self.served():
            client.handler.load_middleware()
        return client


def run(program_id: int) -> Iterator[Figure]:
    """Measure each page's processor time and compare it with the plain page's."""
    with bind(program_id):
        member = _member(program_id)
        partner = _listed()
        listed, admin = f"/partners/{partner.code}/", f"/admin/partners/partner/{partner.pk}/change/"
        manager = _manager(program_id)
    pages = {
        # The plain page has no tenant: its rows are read as the owner of the policy would see them, bound by hand.
        "plain": Page("/rows/", served=lambda: _through("bench.serving.Bound", *STOCK)),
        "nothing, Django's middleware": Page("/empty/", served=lambda: _through("bench.serving.Bound", *STOCK)),
        "nothing, our middleware": Page("/empty/"),
        "directory": Page("/partners/", served=lambda: _through(*_WITHOUT_KEPT)),
        "directory, kept": Page("/partners/"),
        "program page": Page("/", served=lambda: _through(*_WITHOUT_KEPT)),
        "program page, kept": Page("/"),
        "partner page": Page(listed, served=lambda: _through(*_WITHOUT_KEPT)),
        "partner page, kept": Page(listed),
        "dashboard": Page("/dashboard/", member),
        "application form": Page("/apply/"),
        "request form": Page("/request/"),
        "certificate check": Page("/certificates/"),
        "blacklist": Page("/blacklist/"),
        "sign-in": Page("/account/login/"),
    }
    with override_settings(ROOT_URLCONF="bench.plain"):
        with bind(program_id):
            clients = {name: page.client() for name, page in pages.items()}
            clients["admin"] = Page(admin, manager).client()
        took = _in_turns(pages, clients)
        asked = {"dashboard": _statements(clients["dashboard"], "/dashboard/")}
        asked["partner in the admin"] = _statements(clients["admin"], admin)
    plain = took["plain"]
    yield Figure("a plain Django page of 24 rows", f"{ms(plain)} of processor")
    ours = took["nothing, our middleware"] - took["nothing, Django's middleware"]
    # 1 ms where the plain page takes 2.6 ms.
    share = ours / plain
    yield Figure("our middlewares beside Django's", f"{ms(ours)}, {share:.2f} of it", "at most 0.38", share <= 0.38)
    shares = {"directory": 1.0, "program page": 1.0, "partner page": 1.0, "dashboard": 0.25, "application form": 0.5}
    shares |= {"request form": 0.5, "certificate check": 1.0, "blacklist": 1.0, "sign-in": 0.5}
    for name, share in shares.items():
        rate = plain / took[name]
        goal = f"at least {share:g} of the plain page's rate"
        yield Figure(name, f"{ms(took[name])}, {rate:.2f} of its rate", goal, rate >= share)
    for name in ("directory, kept", "program page, kept", "partner page, kept"):
        kept = took["nothing, our middleware"] / took[name]
        goal = "at least 0.5 of an empty view's rate"
        yield Figure(name, f"{ms(took[name])}, {kept:.2f} of its rate", goal, kept >= 0.5)
    for name, most in (("dashboard", 8), ("partner in the admin", 12)):
        yield Figure(name, f"{asked[name]} statements", f"at most {most}", asked[name] <= most)


def _statements(client: Client, path: str) -> int:
    """How many statements read or write for a page, with warm caches."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise AssertionError(f"{path} answered {answer.status_code}")
    return sum(not query["sql"].startswith(_OPENING) for query in asked)


class Bound:
    """Binds the plain page's rows to a program, which is all that the portal asks of a query."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: object) -> object:
        with bind(_Program.pk, None):
            return self.get_response(request)


class _Program:
    pk = 0


def _through(*middlewares: str) -> AbstractContextManager[object]:
    return override_settings(MIDDLEWARE=list(middlewares))


def _in_turns(pages: dict[str, Page], clients: dict[str, Client]) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(TURNS):
        for name, page in pages.items():
            begun = time.process_time()
            answer = clients[name].get(page.path)
            if turn > TURNS // 10:
                took[name].append(time.process_time() - begun)
            if answer.status_code != 200:
                raise AssertionError(f"{page.path} answered {answer.status_code}")
    return {name: median(each) for name, each in took.items()}


def _listed() -> Partner:
    return Partner.objects.filter(card__isnull=False).order_by("pk")[10]


def _member(program_id: int) -> User:
    """A main user of a listed partner."""
    _Program.pk = program_id
    user, _made = User.objects.get_or_create(email="bench@example.com", defaults={"name": "Bench"})
    Member.objects.get_or_create(program_id=program_id, partner=_listed(), user=user, defaults={"role": "main"})
    return user


def _manager(program_id: int) -> User:
    """A manager of the vendor, with a second factor."""
    given = {"name": "Manager", "is_staff": True}
    user, _made = User.objects.get_or_create(email="manager@example.com", defaults=given)
    Staff.objects.get_or_create(program_id=program_id, user=user, defaults={"role": Staff.Role.MANAGER})
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    return user
