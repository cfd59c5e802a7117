"""How activities say which request or deal they come from. Contact data stay sealed: each view of them is logged."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.permissions import may
from activities.references import About
from common.actor import Actor
from leads.board.models import Reservation
from leads.deals.models import Deal

_LENGTH = 60  # characters of the client's words


def read_leads(actor: Actor, numbers: Iterable[int]) -> Mapping[int, About]:
    """The requests of reservations by number, with the registered client if a license proved it, else the need."""
    if not may(actor, "leads.decide" if actor.is_vendor else "leads.view"):
        return {}
    rows = Reservation.objects.visible_to(actor).filter(pk__in=list(numbers))
    rows = rows.select_related("lead", "proof_licence__client")
    return {row.pk: About(_said(row), _page(actor, "reservation", row.pk)) for row in rows}


def read_deals(actor: Actor, numbers: Iterable[int]) -> Mapping[int, About]:
    """The client companies of deals."""
    if not may(actor, "deals.decide" if actor.is_vendor else "deals.view"):
        return {}
    rows = Deal.objects.visible_to(actor).filter(pk__in=list(numbers))
    return {row.pk: About(row.company, _page(actor, "deal", row.pk)) for row in rows}


def _said(row: Reservation) -> str:
    """The request's number, which tells two alike apart, and what it is about."""
    if row.proof_licence and (client := row.proof_licence.client):
        what = str(client.company)
    else:
        what = Truncator(" ".join(row.lead.text.split())).chars(_LENGTH)
    if not what:
        return _("Request %(number)s") % {"number": row.lead_id}
    return _("Request %(number)s: %(what)s") % {"number": row.lead_id, "what": what}


def _page(actor: Actor, name: str, number: int) -> str:
    return reverse(f"admin:leads_{name}_change" if actor.is_vendor else f"leads:{name}", args=[number])
