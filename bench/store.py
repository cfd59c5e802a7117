"""The store beside its bare SQL: a checkout, one bonus account for a hundred buyers, invoice numbers without gaps."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper

from accounts.models import User
from bench.numbering import numbering
from bench.timing import Figure, ms, seconds, together
from common.actor import Actor
from common.clock import now
from common.tenancy import bind
from partners.models import Member, Partner
from programs.models import Program
from programs.rulebook import Rulebook, read_rulebook
from statuses.operations import settle
from store.bonuses.operations.giving import award_bonus
from store.bonuses.operations.spending import hold_bonus
from store.bonuses.posting import UnableToUseBonus
from store.bonuses.rules import Line
from store.catalogue.operations.loading import load_catalogue
from store.models import BonusCredit, Order, Product
from store.orders.operations import pay_order, place_order
from store.pricing.quoting import EndClient, Wanted

TODAY = date(2026, 3, 2)
WARM = 6  # PostgreSQL keeps a statement's plan after five
BEGUN = date(2020, 1, 1)
CHECKOUTS = 30
BUYERS, EACH, MOST, ROUNDS = 100, Decimal(20), Decimal(1000), 3
_numbers = count(1)


@dataclass
class Shop:
    """A partner that may buy, and the plan that it buys."""

    program: Program
    partner: Partner
    actor: Actor
    rulebook: Rulebook
    plan: Product


def run(program_id: int) -> Iterator[Figure]:
    """Every figure, on one partner of the network."""
    shop = _shop(program_id)
    yield _checkout(shop)
    yield from _bonus(program_id)
    yield from numbering(shop.program, shop.partner)


def _shop(program_id: int) -> Shop:
    with bind(program_id):
        user = User.objects.create_user(f"buyer{perf_counter()}@bench.example", name="Buyer")
        rulebook = read_rulebook(program_id)
        system = Actor.system(program_id)
        given: dict[str, Any] = {"today": BEGUN, "now": now()}
        load_catalogue(actor=system, rulebook=rulebook, effective_from=BEGUN, **given)
        legal = {"tax_id": "DE136695976"}
        partner = Partner.objects.create(
            program_id=program_id,
            code=f"shop{next(_numbers)}",
            name="Shop",
            country="DE",
            currency="EUR",
            accepted_on=BEGUN,
            entity="limited",
            verification="verified",
            legal=legal,
        )
        Member.objects.create(program_id=program_id, partner=partner, user=user, role="main")
        settle(rulebook=rulebook, partner_ids=[partner.pk], until=TODAY, now=now())
        plan = Product.objects.get(program_id=program_id, code="cloud_standard_year")
    actor = Actor("partner", user.pk, program_id, partner.pk, "main")
    return Shop(rulebook.program, partner, actor, rulebook, plan)


def _buy(shop: Shop) -> Order:
    """Order and pay: price, order, sale, points, level, license, notices, invoice. In the caller's transaction."""
    number = next(_numbers)
    client = EndClient(company=f"Client {number}", country="DE", account=f"bench-{number}.bitrix24.de")
    placed = place_order(
        actor=shop.actor,
        partner=shop.partner,
        rulebook=shop.rulebook,
        wanted=[Wanted(shop.plan, 1, client)],
        method="bank_transfer",
        today=TODAY,
        now=now(),
    )
    system = Actor.system(shop.program.pk)
    return pay_order(actor=system, order=placed, paid_on=TODAY, means="bank_transfer", now=now())


def _checkout(shop: Shop) -> Figure:
    """The operation, and its own statements sent again as they are, in turns; both are rolled back."""
    whole, bare, sent = [], [], 0
    for turn in range(CHECKOUTS + 3):
        _reset_sequences()
        asked: list[tuple[str, Any, bool]] = []
        with _rolled_back(shop.program.pk), connection.execute_wrapper(_noting(asked)):
            took = seconds(lambda: _buy(shop))
        _reset_sequences()
        with _rolled_back(shop.program.pk):
            again = seconds(lambda asked=asked: _replay(asked))  # type: ignore[misc]
        if turn >= 3:
            whole.append(took)
            bare.append(again)
            sent = len(asked)
    ratio = median(each / other for each, other in zip(whole, bare, strict=True))
    return Figure(
        f"a whole checkout, {sent} statements, against the same statements bare",
        f"{ms(median(whole))}, {ratio:.2f} x",
        "at most 3 x",
        ratio <= 3,
    )


def _noting(asked: list[tuple[str, Any, bool]]) -> Callable[..., Any]:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if many:
            params = list(params)  # it may be an iterator
        asked.append((sql, params, many))
        return execute(sql, params, many, context)

    return note


def _replay(asked: Sequence[tuple[str, Any, bool]]) -> None:
    with connection.cursor() as wrapped:
        cursor: Any = wrapped.cursor if isinstance(wrapped, CursorWrapper) else wrapped
        for sql, params, many in asked:
            (cursor.executemany if many else cursor.execute)(sql, params)
            if cursor.description and not many:
                cursor.fetchall()


@contextmanager
def _rolled_back(program_id: int) -> Iterator[None]:
    with bind(program_id):
        yield
        transaction.set_rollback(True)


def _reset_sequences() -> None:
    """Give the same ids again, so that the statements sent again find the rows that they name."""
    with connections["owner"].cursor() as cursor:
        if not _START:
            cursor.execute(
                "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, 1) FROM pg_sequences"
            )
            _START.extend(cursor.fetchall())
        cursor.executemany("SELECT setval(%s::regclass, %s)", _START)


_START: list[tuple[str, int]] = []


def _bonus(program_id: int) -> Iterator[Figure]:
    """A hundred buyers at once take 20 each of 1,000; beside it, a bare conditional UPDATE of a plain row. In turns."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_balance (id int PRIMARY KEY, available numeric(16,3))")
        cursor.execute("INSERT INTO bench_balance VALUES (1, 1000) ON CONFLICT DO NOTHING")
        cursor.execute("GRANT ALL ON bench_balance TO public")
    spent, left, bare, held = Decimal(0), Decimal(0), [], []
    for _round in range(ROUNDS):
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE bench_balance SET available = 1000")
        bare.append(together(_update(program_id), BUYERS, warm_up=_undone(program_id, _update(program_id))))
        shop = _shop(program_id)
        _award(shop)
        got: list[Decimal] = []
        held.append(together(_take(shop, got), BUYERS, warm_up=_undone(program_id, _take(shop, []))))
        with bind(program_id):
            left += BonusCredit.objects.get(partner=shop.partner).available
        spent += sum(got, Decimal(0))
    all_of_it = ROUNDS * MOST
    ratio = median(each / other for each, other in zip(bare, held, strict=True))
    yield Figure(
        f"{BUYERS} parallel checkouts on one bonus account of {MOST}, {ROUNDS} times",
        f"{spent} spent, {left} left, {max(spent - all_of_it, Decimal(0))} overspent",
        "0 overspent",
        spent + left == all_of_it and left >= 0,
    )
    yield Figure(
        "their speed against a bare conditional UPDATE",
        f"{BUYERS / median(held):,.0f}/s, {ratio:.2f} of {BUYERS / median(bare):,.0f}/s",
        "at least half",
        ratio >= 0.5,
    )


def _award(shop: Shop) -> None:
    with bind(shop.program.pk):
        award_bonus(
            actor=Actor.system(shop.program.pk),
            partner=shop.partner,
            rulebook=shop.rulebook,
            kind="award",
            amount=MOST,
            reason="Bench",
            today=TODAY,
            now=now(),
        )


def _take(shop: Shop, got: list[Decimal]) -> Callable[[int], None]:
    def take(n: int) -> None:
        try:
            with bind(shop.program.pk):
                use = hold_bonus(
                    actor=Actor.system(shop.program.pk),
                    partner=shop.partner,
                    rulebook=shop.rulebook,
                    order=f"bench-{next(_numbers)}",
                    amount=EACH,
                    currency="EUR",
                    lines=[Line("cloud", Decimal(5000))],
                    today=TODAY,
                    now=now(),
                )
            got.append(use.amount)
        except UnableToUseBonus:
            pass

    return take


def _update(program_id: int) -> Callable[[int], None]:
    def update(n: int) -> None:
        with bind(program_id), connection.cursor() as cursor:
            cursor.execute("UPDATE bench_balance SET available = available - 20 WHERE id = 1 AND available >= 20")

    return update


def _undone(program_id: int, work: Callable[[int], None]) -> Callable[[], None]:
    def undone() -> None:
        for _each in range(WARM):
            with _rolled_back(program_id), connection.cursor() as cursor:
                work(0)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would check is planned once, too

    return undone
