"""Reports about the store: orders and revenue by month."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.definition import Definition
from store.models import Order
from web.reporting import Asked, Column, Report, Table, add_report

State = Order.State

_REVENUE = """
SELECT date_trunc('month', day)::date, sum(orders)::bigint, sum(listed), sum(discount), sum(bonus), sum(net), sum(tax),
       sum(refunded) FROM (
    SELECT partner_id, paid_on AS day, 1 AS orders, list_total AS listed, discount_total AS discount,
           bonus_total AS bonus, net_total AS net, tax_total AS tax, 0 AS refunded
    FROM store_order WHERE program_id = %(program)s AND currency = %(currency)s
    AND paid_on BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT refund.partner_id, refund.refunded_on, 0, 0, 0, 0, 0, 0, refund.net
    FROM store_refund refund JOIN store_order paid ON paid.id = refund.order_id
    WHERE refund.program_id = %(program)s AND paid.currency = %(currency)s
    AND refund.refunded_on BETWEEN %(since)s AND %(until)s
) AS moved
WHERE %(country)s = '' OR partner_id IN (SELECT id FROM partners_partner WHERE country = %(country)s)
GROUP BY 1
"""


def _currencies(rules: Definition) -> Sequence[tuple[str, str]]:
    found = dict.fromkeys(entity.currency for entity in rules.entities)
    return [(code, code) for code in found]


def revenue(asked: Asked) -> Table:
    """What was paid and refunded in one currency, by month; net amounts are before tax."""
    given = {
        "program": asked.actor.program_id,
        "currency": asked.choice,
        "since": asked.since,
        "until": asked.until,
        "country": asked.country,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REVENUE, given)
        found = {month: amounts for month, *amounts in cursor.fetchall()}
    unit, nothing = asked.choice, (0, *[Decimal(0)] * 6)
    columns = [
        Column(_("Month")),
        Column(_("Orders paid"), summed=True),
        Column(_("List price"), unit, summed=True),
        Column(_("Discount"), unit, summed=True),
        Column(_("Bonus money"), unit, summed=True),
        Column(_("Net"), unit, drawn=True, summed=True),
        Column(_("Tax"), unit, summed=True),
        Column(_("Refunded, net"), unit, drawn=True, summed=True),
        Column(_("Revenue"), unit, summed=True),
    ]
    rows = [_with_revenue(month, found.get(month, nothing)) for month in asked.months()]
    return Table(columns, rows, monthly=True)


def _with_revenue(month: date, amounts: Sequence[Any]) -> tuple[Any, ...]:
    *_before, net, _tax, refunded = amounts
    return (month, *amounts, net - refunded)


def orders(asked: Asked) -> Table:
    """Orders by the month in which they were placed, and what became of them."""
    placed = Order.objects.visible_to(asked.actor).filter(
        placed_on__gte=asked.since, placed_on__lte=asked.until, **asked.narrowed(country="partner__country")
    )
    counted = (
        placed.annotate(month=TruncMonth("placed_on"))
        .order_by("month")
        .values("month")
        .annotate(
            placed=Count("pk"),
            paid=Count("pk", filter=Q(state__in=Order.EVER_PAID)),
            open=Count("pk", filter=Q(state__in=Order.OPEN)),
            canceled=Count("pk", filter=Q(state=State.CANCELLED)),
            refunded=Count("pk", filter=Q(state__in=(State.REFUNDED, State.PARTLY_REFUNDED))),
            buyers=Count("partner", distinct=True),
        )
    )
    names = ("placed", "paid", "open", "canceled", "refunded", "buyers")
    rows_of: Any = counted
    found = {row["month"]: tuple(row[name] for name in names) for row in rows_of}
    columns = [
        Column(_("Month")),
        Column(_("Placed"), drawn=True, summed=True),
        Column(_("Paid"), drawn=True, summed=True),
        Column(_("Open"), summed=True),
        Column(_("Canceled"), summed=True),
        Column(_("Refunded"), summed=True),
        Column(_("Partners that ordered")),
    ]
    rows = [(month, *found.get(month, (0,) * 6)) for month in asked.months()]
    return Table(columns, rows, monthly=True, unit=_("Orders"))


def _list_of_orders(asked: Asked) -> str:
    query = {"placed_at_from": str(asked.since), "placed_at_to": str(asked.until)}
    return f"{reverse('admin:store_order_changelist')}?{urlencode(query)}"


add_report(
    Report(
        code="orders",
        title=gettext_lazy("Orders"),
        question=gettext_lazy("How many orders are placed and paid each month?"),
        icon="shopping_cart",
        place=90,
        answer=orders,
        records=_list_of_orders,
        kept=lambda rules: rules.store,
    )
)
add_report(
    Report(
        code="revenue",
        title=gettext_lazy("Revenue"),
        question=gettext_lazy("How much do we earn in the store each month, after discounts and refunds?"),
        icon="payments",
        place=100,
        answer=revenue,
        choice=gettext_lazy("Currency"),
        choices=_currencies,
        kept=lambda rules: rules.store,
    )
)
