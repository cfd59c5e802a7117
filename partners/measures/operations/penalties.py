"""Penalties of the code of conduct on a partner, such as a bar from leads; lifted as restrictions are (B24-14)."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common.actor import Actor
from partners.measures.rules import penalty_for
from partners.measures.writing import (
    UnableToRestrict,
    hold_partner,
    note_and_tell,
    refuse,
    refuse_overlap,
    said,
    take,
    term_problems,
)
from partners.models import Partner, Restriction
from programs.rulebook import Rulebook

Effect = Restriction.Effect
# A penalty of these begins on its day and lasts; the others are done at once, as often as needed, until lifted.
LASTING = (Effect.LEADS, Effect.CARD, Effect.BLACKLIST)


def impose_penalty(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    effect: str,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    today: date,
    now: datetime,
    clause: str = "",
    **facts: Any,
) -> Restriction:
    """Impose a penalty that the program names, from ``starts_on`` to ``ends_on``, both included.

    Without an end, it lasts until it is lifted, where the program allows that. ``facts`` are the columns that only this
    effect has. Raises UnableToRestrict with problems by field, PermissionDenied.
    """
    penalty = penalty_for(rulebook.on(today), effect)
    if penalty is None:
        raise UnableToRestrict({"": _("The program's rules have no such penalty.")})
    problems, reason, clause = said(reason, clause)
    problems |= term_problems(penalty, starts_on, ends_on, today)
    with transaction.atomic():
        row = hold_partner(actor, partner)
        refuse(problems)
        if effect in LASTING:
            refuse_overlap(row, effect, Q(), starts_on, ends_on)
        found = take(
            actor,
            row,
            effect=effect,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            clause=clause or penalty.clause,
            set_at=now,
            **facts,
        )
        summary = f"Penalty for {row} from {starts_on} to {ends_on or '-'}: {penalty.name}"
        note_and_tell(actor, rulebook, found, summary, today, now)
    return found


bar_from_leads = partial(impose_penalty, effect=Effect.LEADS)
remove_card = partial(impose_penalty, effect=Effect.CARD)
blacklist = partial(impose_penalty, effect=Effect.BLACKLIST)
