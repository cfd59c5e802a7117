"""Orders and quotes that a partner finds by their number or client."""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from store.models import ClientQuote, Order, OrderLine
from web.finding import Finder, add_partner_finder


def _orders(actor: Actor, text: str) -> QuerySet[Any]:
    """Orders whose number begins like the text, or with a line for such a client."""
    lines = OrderLine.objects.filter(order=OuterRef("pk"), client__company__icontains=text)
    return Order.objects.visible_to(actor).filter(Q(number__istartswith=text) | Q(Exists(lines))).order_by("-pk")


def _quotes(actor: Actor, text: str) -> QuerySet[Any]:
    rows = ClientQuote.objects.visible_to(actor).filter(Q(number__istartswith=text) | Q(company__icontains=text))
    return rows.annotate(words=Concat("number", Value(" "), "company", output_field=CharField())).order_by("-pk")


add_partner_finder(
    Finder(
        code="orders",
        title=_("Order"),
        rows=_orders,
        told="number",
        page="store:order",
        key="number",
        permission="orders.view",
        place=10,
        kept=lambda rules: rules.store,
    )
)
add_partner_finder(
    Finder(
        code="quotes",
        title=_("Quote"),
        rows=_quotes,
        told="words",
        page="store:quote",
        key="number",
        permission="quotes.view",
        place=40,
        kept=lambda rules: rules.store,
    )
)
