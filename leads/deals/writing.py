"""What all operations on deals share: hold the row, check the step, write its history, publish the event."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Code, sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.text import read_into
from leads.deals.events import DealMoved
from leads.deals.models import Deal, DealStep
from leads.deals.rules import after, can
from programs.definition.deals import Deals
from programs.rulebook import Rulebook

LONGEST = 4000


class UnableToMove(Refused):
    """The step is not possible; ``problems`` says why, by field."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Who takes a step, by which rules, and when. ``today`` is the program's day."""

    actor: Actor
    rulebook: Rulebook
    today: date
    now: datetime


def rules_of(moment: Moment) -> Deals:
    """The program's rules for deals today. Raises UnableToMove where it has none any more."""
    deals = moment.rulebook.on(moment.today).deals
    if deals is None:
        raise UnableToMove({"": _("This program has no deal registration.")})
    return deals


def require_own(actor: Actor, deal: Deal) -> None:
    """Raise PermissionDenied unless the actor works on deals of this partner."""
    require(actor, "deals.work", program_id=deal.program_id)
    if actor.partner_id != deal.partner_id:
        raise PermissionDenied("deals.work")


def hold(deal: Deal, step: str) -> Deal:
    """Reread and lock the deal for a step; bind the whole program. Raises UnableToMove if the step came too late."""
    row = Deal.objects.select_for_update(no_key=True, of=("self",)).select_related("partner").get(pk=deal.pk)
    if not can(row.state, step):
        said = _("This is no longer possible: the deal is “%(state)s”.")
        raise UnableToMove({"": said % {"state": row.get_state_display()}})
    row.state = after(row.state, step)
    return row


def said(text: str, *, field: str = "text", missing: str = "", most: int = LONGEST) -> str:
    """Return a text as it is stored. Raises UnableToMove if it is missing (``missing`` says so) or can't be stored."""
    found: dict[str, str] = {}
    text = read_into(found, field, text, lines=True)
    if not text and missing:
        found.setdefault(field, missing)
    if len(text) > most:
        found[field] = _("Write at most %(most)s characters.") % {"most": most}
    if found:
        raise UnableToMove(found)
    return text


def step(deal: Deal, kind: str, *, moment: Moment, text: str = "", due_on: date | None = None) -> DealStep:
    """Add a step to the deal's history and publish it; what staff did is in the audit log, too."""
    made = DealStep.objects.create(
        program_id=deal.program_id,
        partner_id=deal.partner_id,
        deal=deal,
        kind=kind,
        text=text,
        by_id=moment.actor.user_id,
        by_vendor=moment.actor.is_vendor,
        due_on=due_on,
        at=moment.now,
    )
    note_act(
        actor=moment.actor,
        action="deals.decide",
        subject=deal,
        partner_id=deal.partner_id,
        now=moment.now,
        summary=sentence(
            "%(step)s: deal %(number)s",
            step=Code("leads.dealstep.kind", kind, DealStep.Kind(kind).name.capitalize().replace("_", " ")),
            number=deal.pk,
        ),
    )
    publish(DealMoved(moment.rulebook, deal.partner_id, deal.pk, made.pk, moment.today, moment.now))
    return made
