"""The clients of a partner's requests, for orders and quotes: only those whose details the person has opened before."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import may
from clients.prospects import Prospect, ProspectDetails
from common.tenancy import bind
from leads.board.access import access_of
from leads.board.models import ContactView, Reservation
from leads.requests.contacts import unseal
from leads.requests.models import LeadContact
from leads.requests.queries import seen_answers

MOST = 50  # of the latest requests
SELLABLE = (Reservation.State.OPEN, Reservation.State.WON)
_PREFIX = "request-"


def code_of(lead_id: int) -> str:
    """The code under which the client of a request is offered."""
    return f"{_PREFIX}{lead_id}"


def offered(request: Any) -> list[Prospect]:
    """The clients of requests in progress and won ones, by name; one query where there are none, and five at most."""
    with bind(request.program.pk):  # contact data are read like this only
        rows = list(_rows(request)[:MOST])
        if not rows or not access_of(request.partner, request.rulebook, on=request.today).may_read:
            return []
        contacts = list(LeadContact.objects.filter(pk__in=[row.lead_id for row in rows]))
    found = []
    names = {}
    for contact in contacts:
        answers = unseal(contact)
        names[contact.pk] = answers.get("company") or answers.get("client", "")
    for row in rows:
        if name := names.get(row.lead_id):
            found.append(Prospect(code_of(row.lead_id), name, _("Request %(number)s") % {"number": row.lead_id}))
    return found


def details(request: Any, code: str, now: datetime) -> ProspectDetails | None:
    """The client of a request that was offered; the view of its details is logged."""
    number = code.removeprefix(_PREFIX)
    if number == code or not number.isdecimal():
        return None
    with bind(request.program.pk):
        row = _rows(request).filter(lead_id=int(number)).first()
    if row is None or not access_of(request.partner, request.rulebook, on=request.today).may_read:
        return None
    answers = seen_answers(request.actor, row.lead, partner_id=request.partner.pk, now=now)
    if not answers:
        return None
    company, person = answers.get("company", ""), answers.get("client", "")
    return ProspectDetails(
        company=company or person,
        country=row.lead.country,
        contact=person if company else "",
        email=answers.get("email", ""),
        phone=answers.get("phone", ""),
    )


def _rows(request: Any) -> QuerySet[Reservation]:
    if not request.definition.leads or not may(request.actor, "leads.work"):
        return Reservation.objects.none()
    opened = ContactView.objects.filter(lead=OuterRef("lead"), user=request.actor.user_id)
    rows = Reservation.objects.visible_to(request.actor).filter(Exists(opened), state__in=SELLABLE)
    return rows.select_related("lead").order_by("-pk")
