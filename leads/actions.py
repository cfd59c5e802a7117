"""Leads and deals that wait for the partner, on its first screen."""

from django.utils.translation import gettext_lazy as _

from leads.board.queries import waiting_offers
from leads.deals.queries import action_needed
from web.todo import Action, add_action

add_action(
    Action(
        code="offer",
        title=_("Accept or decline a client request"),
        rows=lambda actor: waiting_offers(actor).select_related(None),
        told="lead__text",
        due="due_at",
        moment=True,
        page="leads:offer",
        permission="leads.work",
        place=30,
        kept=lambda rules: rules.leads,
    )
)
add_action(
    Action(
        code="deal",
        title=_("Answer the question about your deal"),
        rows=action_needed,
        told="company",
        page="leads:deal",
        permission="deals.work",
        place=40,
        kept=lambda rules: rules.deals,
    )
)
