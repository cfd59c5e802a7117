"""The processor time of pages, beside a plain Django page of 24 rows and an empty view.

Everything is asked in turns in one process without a server, so that noise and the test client cost all the same.
PostgreSQL's own time is not in it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.models import User
from bench.pages import HOST
from bench.plain import STOCK
from bench.timing import Figure, ms
from common.tenancy import bind
from partners.models import Member, Partner

TURNS = 120


@dataclass(frozen=True)
class Page:
    """A page, who asks for it, and the settings under which it is served."""

    path: str
    client: Client
    served: Callable[[], AbstractContextManager[object]] = nullcontext


def run(program_id: int) -> Iterator[Figure]:
    """Measure each page's processor time and compare it with the plain page's."""
    visitor, member = Client(headers={"host": HOST}), Client(headers={"host": HOST})
    with bind(program_id):
        member.force_login(_member(program_id), backend="accounts.backends.AddressBackend")
    # The plain page has no tenant: its rows are read as the owner of the policy would see them, bound by hand.
    stock = lambda: override_settings(MIDDLEWARE=["bench.serving.Bound", *STOCK])  # noqa: E731
    pages = {
        "plain": Page("/rows/", visitor, stock),
        "nothing, Django's middleware": Page("/empty/", visitor, stock),
        "nothing, our middleware": Page("/empty/", visitor),
        "directory": Page("/partners/", visitor),
        "dashboard": Page("/dashboard/", member),
        "application form": Page("/apply/", visitor),
    }
    with override_settings(ROOT_URLCONF="bench.plain"):
        took = _in_turns(pages)
        with CaptureQueriesContext(connection) as asked:
            member.get("/dashboard/")
    plain = took["plain"]
    yield Figure("a plain Django page of 24 rows", f"{ms(plain)} of processor")
    ours = took["nothing, our middleware"] - took["nothing, Django's middleware"]
    # 1 ms where the plain page takes 2.6 ms.
    share = ours / plain
    yield Figure("our middlewares beside Django's", f"{ms(ours)}, {share:.2f} of it", "at most 0.38", share <= 0.38)
    for name, share in (("directory", 1.0), ("dashboard", 0.25), ("application form", 0.5)):
        rate = plain / took[name]
        goal = f"at least {share:g} of the plain page's rate"
        yield Figure(name, f"{ms(took[name])}, {rate:.2f} of its rate", goal, rate >= share)
    statements = [query for query in asked if " FROM " in query["sql"]]
    yield Figure("dashboard", f"{len(statements)} statements", "at most 10", len(statements) <= 10)


class Bound:
    """Binds the plain page's rows to a program, which is all that the portal asks of a query."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: object) -> object:
        with bind(_Program.pk, None):
            return self.get_response(request)


class _Program:
    pk = 0


def _in_turns(pages: dict[str, Page]) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in pages}
    for name, page in pages.items():
        with page.served():
            page.client.handler.load_middleware()
            for turn in range(TURNS):
                begun = time.process_time()
                answer = page.client.get(page.path)
                if turn > TURNS // 10:
                    took[name].append(time.process_time() - begun)
                if answer.status_code != 200:
                    raise AssertionError(f"{page.path} answered {answer.status_code}")
    return {name: median(each) for name, each in took.items()}


def _member(program_id: int) -> User:
    """A main user of a listed partner."""
    _Program.pk = program_id
    partner = Partner.objects.filter(card__isnull=False).order_by("pk")[10]
    user, _made = User.objects.get_or_create(email="bench@example.com", defaults={"name": "Bench"})
    Member.objects.get_or_create(program_id=program_id, partner=partner, user=user, defaults={"role": "main"})
    return user
