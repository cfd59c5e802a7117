"""The processor time of pages, beside a plain Django page of 24 rows and an empty view.

Everything is asked in turns, one request of each, in one process without a server, so that noise and the test client
cost all the same. PostgreSQL's own time is not in it. `bench/visiting.py` asks a server.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.models import User
from bench import stock
from bench.pages import HOST
from bench.plain import WITHOUT_KEPT
from bench.timing import Figure, ms
from bench.visits import DASHBOARD, KEPT, UNLIMITED, Page, listed, manager, member, public_pages
from common.tenancy import bind

TURNS = 150
# What opens and binds a transaction reads nothing.
_BINDING = ("SELECT set_config(", "SELECT current_setting(", "SELECT held.")
_OPENING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", *_BINDING)


def run(program_id: int) -> Iterator[Figure]:
    """Measure each page's processor time and compare it with the plain page's."""
    pages = public_pages(program_id)
    with bind(program_id):
        stock.Bound.program = program_id
        partner, user, staff = listed(), member(program_id), manager(program_id)
    home, admin = "/dashboard/", f"/admin/partners/partner/{partner.pk}/change/"
    with override_settings(ROOT_URLCONF="bench.plain", **UNLIMITED):
        with bind(program_id):
            asked = {
                "plain": (_client(stock.STOCK), "/rows/"),
                "nothing, Django's middleware": (_client(stock.STOCK), "/empty/"),
                "nothing, our middleware": (_client(), "/empty/"),
                **{page.name: (_client(WITHOUT_KEPT), page.path) for page in pages},
                **{f"{page.name}, kept": (_client(), page.path) for page in pages if page.kept},
                "dashboard": (_client(user=user), home),
            }
            manages = _client(user=staff)
        took = _in_turns(asked)
        statements = {"dashboard": _statements(asked["dashboard"][0], home)}
        statements["partner in the admin"] = _statements(manages, admin)
    yield from _compared(took, [*pages, Page("dashboard", home, DASHBOARD)])
    for name, most in (("dashboard", 8), ("partner in the admin", 12)):
        yield Figure(name, f"{statements[name]} statements", f"at most {most}", statements[name] <= most)


def _compared(took: dict[str, float], pages: list[Page]) -> Iterator[Figure]:
    row, nothing = took["plain"], took["nothing, our middleware"]
    yield Figure("a plain Django page of 24 rows", f"{ms(row)} of processor")
    ours = nothing - took["nothing, Django's middleware"]
    # 1 ms where the plain page takes 2.6 ms.
    share = ours / row
    yield Figure("our middlewares beside Django's", f"{ms(ours)}, {share:.2f} of it", "at most 0.38", share <= 0.38)
    for page in pages:
        rate = row / took[page.name]
        goal = f"at least {page.goal:g} of the plain page's rate"
        yield Figure(page.name, f"{ms(took[page.name])}, {rate:.2f} of its rate", goal, rate >= page.goal)
    for page in pages:
        if page.kept:
            name = f"{page.name}, kept"
            rate = nothing / took[name]
            goal = f"at least {KEPT:g} of an empty view's rate"
            yield Figure(name, f"{ms(took[name])}, {rate:.2f} of its rate", goal, rate >= KEPT)


def _client(middlewares: list[str] | None = None, *, user: User | None = None) -> Client:
    """A client whose requests pass these middlewares, by default the portal's."""
    client = Client(headers={"host": HOST})
    if user:
        client.force_login(user, backend="accounts.backends.AddressBackend")
    served: AbstractContextManager[object] = override_settings(MIDDLEWARE=middlewares) if middlewares else nullcontext()
    with served:
        client.handler.load_middleware()
    return client


def _statements(client: Client, path: str) -> int:
    """How many statements read or write for a page, with warm caches."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise AssertionError(f"{path} answered {answer.status_code}")
    return sum(not query["sql"].startswith(_OPENING) for query in asked)


def _in_turns(asked: dict[str, tuple[Client, str]]) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in asked}
    for turn in range(TURNS):
        for name, (client, path) in asked.items():
            begun = time.process_time()
            answer = client.get(path)
            if turn > TURNS // 10:
                took[name].append(time.process_time() - begun)
            if answer.status_code != 200:
                raise AssertionError(f"{path} answered {answer.status_code}")
    return {name: median(each) for name, each in took.items()}
