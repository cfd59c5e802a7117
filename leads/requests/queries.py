"""Reads of requests."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from common.actor import Actor
from common.tenancy import bind
from leads.board.models import ContactView, Reservation
from leads.requests.contacts import secret_digest, unseal
from leads.requests.models import LeadContact, LeadRequest
from leads.rotation.models import Offer
from programs.definition.leads import Leads


@dataclass(frozen=True)
class Followed:
    """A request as its client sees it: the reservations are of partners that answer or answered.

    ``asked_first`` names the partner that the client chose, while its offer waits for an answer.
    """

    lead: LeadRequest
    reservations: list[Reservation]
    asked_first: str = ""

    @property
    def is_live(self) -> bool:
        """Whether it is still open."""
        return self.lead.state in LeadRequest.LIVE


def followed(program_id: int, secret: str) -> Followed | None:
    """The request of a private link; None for a link that leads nowhere. Whoever holds the link may read it."""
    with bind(program_id):
        contact = (
            LeadContact.objects.filter(program_id=program_id, secret_digest=secret_digest(secret))
            .select_related("lead")
            .first()
        )
        if contact is None:
            return None
        rows = Reservation.objects.filter(lead=contact.lead).select_related("partner").order_by("pk")
        return Followed(contact.lead, list(rows), _asked_first(contact.lead))


def _asked_first(lead: LeadRequest) -> str:
    if lead.wanted_id is None or lead.state != LeadRequest.State.OFFERED:
        return ""
    offer = Offer.objects.filter(lead=lead, partner_id=lead.wanted_id, state=Offer.State.WAITING)
    return offer.values_list("partner__name", flat=True).first() or ""


def seen_contact(
    actor: Actor, lead: LeadRequest, leads: Leads, *, partner_id: int | None, now: datetime
) -> list[tuple[str, str]]:
    """The contact data with the form's labels; the view is logged. The caller checked that the actor may see it."""
    answers = seen_answers(actor, lead, partner_id=partner_id, now=now)
    return [(label_of(code, leads), text) for code, text in answers.items()]


def seen_answers(actor: Actor, lead: LeadRequest, *, partner_id: int | None, now: datetime) -> dict[str, str]:
    """The contact data by code, as `seen_contact`."""
    with bind(lead.program_id):
        answers = unseal(LeadContact.objects.get(pk=lead.pk))
        if answers and actor.user_id is not None:
            ContactView.objects.create(
                program_id=lead.program_id, partner_id=partner_id, lead=lead, user_id=actor.user_id, at=now
            )
    return answers


def label_of(code: str, leads: Leads) -> str:
    """What the form calls an answer."""
    labels = {field.code: field.label for field in leads.form}
    return labels.get(code, code.replace("_", " ").capitalize())


def client_copy(program_id: int, lead: LeadRequest) -> str:
    """Everything held about a request, as JSON for its client: words, contact data, consent, partners, ratings."""
    with bind(program_id):
        contact = LeadContact.objects.get(pk=lead.pk)
        held = Reservation.objects.filter(lead=lead).select_related("partner").order_by("pk")
        told = {
            "number": lead.pk,
            "received": lead.received_at,
            "state": lead.state,
            "country": lead.country,
            "region": lead.region,
            "budget": lead.budget,
            "currency": lead.currency,
            "request": lead.text,
            "contact": unseal(contact),
            "consent": {"text": contact.consent, "given": contact.consented_at},
            "partners": [
                {"partner": row.partner.name, "since": row.reserved_at, "stars": row.stars, "comment": row.stars_text}
                for row in held
            ],
        }
    return json.dumps(told, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)


def duplicates(actor: Actor, lead: LeadRequest) -> QuerySet[LeadRequest]:
    """Other requests of the same contact about the same need, oldest first."""
    key = LeadContact.objects.visible_to(actor).filter(pk=lead.pk).exclude(email_key="").values("email_key")
    same = LeadRequest.objects.visible_to(actor).filter(kind=lead.kind, contact__email_key__in=key)
    return same.exclude(pk=lead.pk).exclude(state=LeadRequest.State.MERGED).order_by("pk")


def earlier_requests(actor: Actor, rows: Iterable[LeadRequest]) -> dict[int, int]:
    """For requests that repeat one of the same contact and kind, the id of the earliest; two queries."""
    kinds = {row.pk: row.kind for row in rows}
    known = LeadContact.objects.visible_to(actor).filter(pk__in=kinds).exclude(email_key="")
    keys = dict(known.values_list("pk", "email_key"))
    same = LeadRequest.objects.visible_to(actor).filter(contact__email_key__in=set(keys.values()))
    first: dict[tuple[str, str], int] = {}
    for pk, key, kind in (
        same.exclude(state=LeadRequest.State.MERGED).order_by("pk").values_list("pk", "contact__email_key", "kind")
    ):
        first.setdefault((key, kind), pk)
    found = {pk: first.get((key, kinds[pk]), pk) for pk, key in keys.items()}
    return {pk: other for pk, other in found.items() if other != pk}
