"""First steps of a new partner: its first sale."""

from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from web.checklists import PARTNER, Step, add_step

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
