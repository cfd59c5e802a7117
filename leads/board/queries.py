"""Reads of the board and of a partner's own requests."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.actor import Actor
from common.folding import fold
from common.numbers import LARGEST_ID, whole_number
from common.tenancy import bind
from leads.board.access import Access, access_of
from leads.board.models import LeadNote, Reservation
from leads.requests.models import LeadRequest
from leads.rotation.models import Offer
from partners.models import Member, Partner
from programs.rulebook import Rulebook


def read_access(partner: Partner, rulebook: Rulebook, *, on: date) -> Access:
    """What the partner may do with requests today. Raises KeyError where the program gives no leads."""
    with bind(partner.program_id):
        return access_of(partner, rulebook, on=on)


def board(actor: Actor, access: Access) -> QuerySet[LeadRequest]:
    """Requests with a free place that the partner may reserve, newest first, without contact data (B24-6.2c)."""
    where = Q(pk=None)
    for country, regions in access.regions.items():
        here = Q(country=country)
        where |= here if regions is None else here & Q(region__in=regions)
    rows = LeadRequest.objects.visible_to(actor).on_board().filter(where, mode__in=access.boards)
    mine = Reservation.objects.visible_to(actor).filter(lead=OuterRef("pk"))
    return rows.filter(~Exists(mine)).order_by("-pk")


def waiting_offers(actor: Actor) -> QuerySet[Offer]:
    """Offers that the partner has to answer, the most urgent first."""
    rows = Offer.objects.visible_to(actor).filter(state=Offer.State.WAITING)
    return rows.select_related("lead").order_by("due_at", "pk")


def reservations(actor: Actor) -> QuerySet[Reservation]:
    """The partner's reservations, newest first."""
    return Reservation.objects.visible_to(actor).select_related("lead", "assignee")


def found_by(rows: QuerySet[Reservation], text: str) -> QuerySet[Reservation]:
    """Reservations whose request has this number, or with every word in the client's text, the next step or a note."""
    number = whole_number(text.removeprefix("#"), most=LARGEST_ID)
    if number:
        return rows.filter(lead_id=number)
    for word in fold(text).split():
        noted = LeadNote.objects.filter(reservation=OuterRef("pk"), text__icontains=word)
        rows = rows.filter(Q(lead__folded__contains=word) | Q(next_step__icontains=word) | Q(Exists(noted)))
    return rows


def reservation_notes(actor: Actor, reservation: Reservation) -> QuerySet[LeadNote]:
    """The history of one reservation, newest first."""
    return LeadNote.objects.visible_to(actor).filter(reservation=reservation).select_related("by")


@dataclass(frozen=True)
class Team:
    """The members who can work on a request, as choices."""

    choices: list[tuple[str, str]]


def team_choices(actor: Actor) -> Team:
    """The partner's team, as choices."""
    members = Member.objects.visible_to(actor).exclude(role=Member.Role.READONLY).select_related("user")
    return Team([(str(member.user_id), str(member.user)) for member in members.order_by("pk")])
