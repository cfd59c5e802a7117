"""Which partner a manager gives a request to: who can take it first, each with level and clients' rating."""

from collections.abc import Collection
from datetime import date

from django.db.models import Avg, Case, IntegerField, QuerySet, Value, When

from common.actor import Actor
from common.numbers import number
from leads.models import LeadRequest, Offer, Reservation
from leads.rotation.eligible import suggested
from partners.models import Partner
from programs.code_names import Names
from programs.definition import MAIN_TRACK, Definition
from programs.rulebook import Rulebook
from statuses.models import Standing


def suggestions(rulebook: Rulebook, lead: LeadRequest, *, on: date) -> frozenset[int]:
    """Partners that can take the request and were never offered it."""
    able = suggested(rulebook, mode=lead.mode, country=lead.country, region=lead.region, on=on)
    asked = Offer.objects.visible_to(Actor.system(lead.program_id)).filter(lead=lead)
    return frozenset(able - set(asked.values_list("partner_id", flat=True)))


def offered_partners(actor: Actor, first: Collection[int]) -> QuerySet[Partner]:
    """Every partner that hasn't left, those of ``first`` before the others, each by name."""
    order = Case(When(pk__in=list(first), then=Value(0)), default=Value(1), output_field=IntegerField())
    return Partner.objects.visible_to(actor).filter(ended_on=None).order_by(order, "name", "pk")


def partner_words(actor: Actor, definition: Definition) -> dict[int, str]:
    """Each partner's level on the main track, and the average rating of its clients; two queries."""
    names = Names(definition)
    held = Standing.objects.visible_to(actor).filter(track=MAIN_TRACK).exclude(level="")
    found = {row: [names.level(MAIN_TRACK, level)] for row, level in held.values_list("partner_id", "level")}
    rated = Reservation.objects.visible_to(actor).exclude(stars=None).order_by().values("partner_id")
    for row in rated.annotate(average=Avg("stars")):
        found.setdefault(row["partner_id"], []).append(f"\u2605 {number(round(row['average'], 1))}")
    return {partner_id: " · ".join(words) for partner_id, words in found.items()}
