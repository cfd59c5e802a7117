"""Invoice numbers without gaps, beside plain inserts of the same rows into the same table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, connections

from bench.timing import Figure, together
from common.clock import now
from common.tenancy import bind
from partners.models import Partner
from programs.models import Program
from store.invoices.numbering import insert_numbered
from store.models import Invoice, Order

TODAY = date(2026, 3, 2)
WRITERS, INVOICES = 16, 40


def numbering(program: Program, partner: Partner) -> Iterator[Figure]:
    """Invoices with numbers, for one entity and for many; beside it, plain inserts of the same rows.

    Both go into the same table, with its keys and policies, and each row is committed by itself.
    """
    orders = iter(_orders(program, partner, 3 * WRITERS * INVOICES))
    ready = [[next(orders) for _each in range(WRITERS * INVOICES)] for _round in range(3)]

    def plain(n: int) -> None:
        invoice = _invoice(ready[0][n], "plain", n)
        fields = [field for field in Invoice._meta.local_concrete_fields if field.name != "id"]
        names = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
        values = [field.get_db_prep_save(getattr(invoice, field.attname), connection) for field in fields]
        with bind(program.pk), connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(fields))
            cursor.execute(f"INSERT INTO store_invoice ({names}) VALUES ({places}) RETURNING id", values)
            cursor.fetchone()

    def numbered(among: list[Order], entity: Callable[[int], str]) -> Callable[[int], None]:
        def work(n: int) -> None:
            invoice = _invoice(among[n], entity(n), n)
            with bind(program.pk):
                insert_numbered(invoice, stem="2026-", digits=5)

        return work

    with _without_turns():
        floor = WRITERS * INVOICES / together(plain, WRITERS, INVOICES)
    one = WRITERS * INVOICES / together(numbered(ready[1], lambda n: "bench"), WRITERS, INVOICES)
    many = WRITERS * INVOICES / together(numbered(ready[2], lambda n: f"bench-{n // INVOICES}"), WRITERS, INVOICES)
    yield Figure(
        f"gapless numbers from {WRITERS} connections on one entity, of plain inserts",
        f"{one:,.0f}/s, {one / floor:.2f} of {floor:,.0f}/s",
        "at least a third",
        one / floor >= 1 / 3,
    )
    yield Figure(
        f"the same on {WRITERS} entities, against one",
        f"{many:,.0f}/s, {many / one:.2f}",
        "no slower",
        many / one >= 0.95,
    )


@contextmanager
def _without_turns() -> Iterator[None]:
    """Let invoices in whose numbers weren't taken."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE store_invoice DISABLE TRIGGER number_invoice")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE store_invoice ENABLE TRIGGER number_invoice")


def _orders(program: Program, partner: Partner, number: int) -> list[Order]:
    """Orders to be invoiced, without lines."""
    same: dict[str, Any] = {"currency": "EUR", "list_total": 77, "net_total": 77, "total": 77}
    same |= {"state": "paid", "placed_at": now(), "placed_on": TODAY, "paid_on": TODAY, "paid_at": now()}
    with bind(program.pk):
        rows = [Order(program=program, partner=partner, number=f"N{n}", **same) for n in range(number)]
        return Order.objects.bulk_create(rows)


def _invoice(order: Order, entity: str, n: int) -> Invoice:
    return Invoice(
        program_id=order.program_id,
        partner_id=order.partner_id,
        order_id=order.pk,
        kind="invoice",
        entity=entity,
        year=TODAY.year,
        sequence=n,
        number=f"2026-{n:05}",
        issued_on=TODAY,
        paid_on=TODAY,
        currency="EUR",
        language="en",
        seller={"name": "Vendor", "country": "CY"},
        buyer={"name": "Shop", "country": "DE"},
        lines=[{"place": 1, "name": "Plan", "net": "77"}],
        taxes=[],
        net=77,
        tax=0,
        total=77,
        issued_at=now(),
    )
