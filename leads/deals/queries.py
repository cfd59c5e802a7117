"""Reads of deals, for pages, the API and jobs."""

from django.db.models import Prefetch, QuerySet

from common.actor import Actor
from leads.deals.models import Deal, DealFile, DealPrice, DealStep
from partners.models import Partner
from programs.definition.deals import Deals
from statuses.models import Standing


def deals_of(actor: Actor) -> QuerySet[Deal]:
    """Deals that the actor may see, newest first."""
    return Deal.objects.visible_to(actor).order_by("-pk")


# The files of each step, by name; their content is loaded when one is opened.
FILES = Prefetch("files", DealFile.objects.select_related("document").defer("document__content"))


def steps_of(actor: Actor, deal: Deal) -> QuerySet[DealStep]:
    """The deal's history, latest first."""
    return (
        DealStep.objects.visible_to(actor)
        .filter(deal=deal)
        .select_related("by")
        .prefetch_related(FILES)
        .order_by("-pk")
    )


def prices_of(actor: Actor, deal: Deal) -> QuerySet[DealPrice]:
    """Prices that were asked for or agreed for the deal, latest first."""
    return DealPrice.objects.visible_to(actor).filter(deal=deal).order_by("-pk")


def may_register(partner: Partner, rules: Deals) -> bool:
    """Whether the partner holds a level on the track that the program asks for; one query."""
    if rules.track is None:
        return True
    rows = Standing.objects.filter(partner=partner, track=rules.track).exclude(level="")
    return rows.exists()


def action_needed(actor: Actor) -> QuerySet[Deal]:
    """Deals that wait for the partner's answer."""
    return Deal.objects.visible_to(actor).filter(state=Deal.State.ASKED)
