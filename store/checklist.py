"""First steps of a new partner: its first sale; and of a new program: its catalog."""

from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from store.models import Product
from web.checklists import PARTNER, PROGRAM, Step, add_step

add_step(
    PARTNER,
    Step(
        code="sale",
        title=_("Make your first sale"),
        why=_("Order for a client with your partner discount. Paid sales earn points and count toward your level."),
        button=_("Open catalog"),
        page="store:catalogue",
        permission="orders.place",
        place=60,
        done=lambda actor, rules: Activity.objects.visible_to(actor).effective().filter(amount__gt=0),
        kept=lambda rules: rules.store,
    ),
)
add_step(
    PROGRAM,
    Step(
        code="catalogue",
        title=_("Fill the catalog"),
        why=_("Partners order what has a price in their currency."),
        button=_("Open products"),
        page="admin:store_product_changelist",
        permission="rules.publish",
        place=40,
        done=lambda actor, rules: Product.objects.visible_to(actor),
        kept=lambda rules: rules and rules.store,
    ),
)
