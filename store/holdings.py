"""What a partner has of the store, for its page in the admin."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from store.models import BonusCredit, ClientQuote, Invoice, Order
from web.admin.holdings import Holding, add_holding

add_holding(
    Holding(
        code="orders",
        title=_("Orders"),
        page="store_order",
        rows=Order.objects.visible_to,
        told="number",
        day="placed_on",
        state="state",
        amount="total",
        open=Q(state__in=Order.OPEN),
        kept=lambda rules: rules.store,
        place=10,
    )
)
add_holding(
    Holding(
        code="quotes",
        title=_("Quotes"),
        page="store_clientquote",
        rows=ClientQuote.objects.visible_to,
        told="company",
        day="made_on",
        state="state",
        amount="total",
        open=Q(state=ClientQuote.State.WAITING),
        kept=lambda rules: rules.store,
        place=20,
    )
)
add_holding(
    Holding(
        code="invoices",
        title=_("Invoices"),
        page="store_invoice",
        rows=Invoice.objects.visible_to,
        told="number",
        day="issued_on",
        state="kind",
        amount="total",
        kept=lambda rules: rules.store,
        place=30,
    )
)
add_holding(
    Holding(
        code="bonuses",
        title=_("Bonuses"),
        page="store_bonuscredit",
        rows=BonusCredit.objects.visible_to,
        told="kind",
        named=lambda rules, code: (
            next((kind.name for kind in rules.bonuses.kinds if kind.code == code), code) if rules.bonuses else code
        ),
        day="credited_on",
        amount="amount",
        open=Q(available__gt=0, revoked_on=None),
        kept=lambda rules: rules.bonuses,
        place=90,
    )
)
