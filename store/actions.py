"""Orders to pay, documents to send and bonuses that expire, on the partner's first screen."""

from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.dates import DAY
from store.models import BonusCredit, KycRequest, Order
from web.todo import Action, add_action


def _bonuses(actor: Actor) -> QuerySet[Any]:
    """Bonus money that can still be used, with its amount in words and its last day."""
    rows = BonusCredit.objects.visible_to(actor).filter(available__gt=0, revoked_on=None)
    worth = Concat(Cast("available", CharField()), Value(" "), F("currency"))
    return rows.annotate(worth=worth, last_usable=Cast(F("expires_on") - DAY, DateField()))


add_action(
    Action(
        code="documents",
        title=_("Send client documents"),
        rows=lambda actor: KycRequest.objects.visible_to(actor).filter(state__in=KycRequest.OPEN),
        told="company",
        due="due_on",
        page="store:kyc_request",
        permission="kyc.answer",
        place=15,
        kept=lambda rules: rules.store and rules.store.know_your_customer,
    )
)
add_action(
    Action(
        code="order",
        title=_("Pay your order"),
        rows=lambda actor: Order.objects.visible_to(actor).unpaid(),
        told="number",
        due="due_on",
        page="store:order",
        key="number",
        permission="orders.place",
        place=35,
        kept=lambda rules: rules.store,
    )
)
add_action(
    Action(
        code="bonus",
        title=_("Bonus money expires"),
        act=_("Use your bonus money: %(told)s"),
        rows=_bonuses,
        told="worth",
        due="last_usable",
        page="store:bonuses",
        key="",
        permission="bonuses.view",
        place=75,
        ends=True,
        kept=lambda rules: rules.bonuses,
    )
)
