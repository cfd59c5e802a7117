"""Writes that operations on restrictions share: lock the partner, check dates and texts, create, note and publish."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from common.actor import Actor
from common.dates import DAY, months_after
from common.events import publish
from common.letters import clean
from common.refusals import Refused
from partners.events import MeasureTaken
from partners.models import Partner, Restriction
from programs.definition.conduct import Penalty
from programs.rulebook import Rulebook

PERMISSION = "partners.decide"
LONGEST_TEXT = 4000
LONGEST_CLAUSE = 60
Problems = dict[str, str]


class UnableToRestrict(Refused):
    """The restriction can't be created. ``problems`` gives the reasons, by field where possible."""


def hold_partner(actor: Actor, partner: Partner) -> Partner:
    """The partner, locked: if two managers act at once, the second sees what the first did."""
    require(actor, PERMISSION, program_id=partner.program_id)
    return Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner.pk)


def said(reason: str, clause: str) -> tuple[Problems, str, str]:
    """The problems with reason and clause, and both cleaned."""
    reason, clause, problems = clean(reason).strip(), " ".join(clean(clause).split()), {}
    if not reason or len(reason) > LONGEST_TEXT:
        problems["reason"] = too_long() if reason else _("Enter a reason. We share it with the partner.")
    if len(clause) > LONGEST_CLAUSE:
        problems["clause"] = _("A clause has at most %(most)s characters.") % {"most": LONGEST_CLAUSE}
    return problems, reason, clause


def days(starts_on: date, ends_on: date | None, today: date) -> Problems:
    """Problems with the dates."""
    problems = {}
    if starts_on < today:
        problems["starts_on"] = _("Enter today or a later day.")
    if ends_on is not None and ends_on < starts_on:
        problems["ends_on"] = _("The last day is before the first.")
    return problems


def term_problems(penalty: Penalty, starts_on: date, ends_on: date | None, today: date) -> Problems:
    """Problems with the dates of a penalty, including one that lasts longer than the program allows."""
    problems = days(starts_on, ends_on, today)
    if ends_on is None:
        return problems if penalty.forever else problems | {"ends_on": _("Enter an end date.")}
    if penalty.at_most_months is not None and "ends_on" not in problems:
        last = months_after(starts_on, penalty.at_most_months) - DAY
        if ends_on > last:
            problems["ends_on"] = _("At most %(months)s months: until %(day)s.") % {
                "months": penalty.at_most_months,
                "day": date_format(last),
            }
    return problems


def refuse(problems: Problems) -> None:
    """Raise UnableToRestrict if there are problems."""
    if problems:
        raise UnableToRestrict(problems)


def refuse_overlap(row: Partner, effect: str, whose: Q, starts_on: date, ends_on: date | None) -> None:
    """Refuse overlapping restrictions of one kind, which could contradict each other. Lift the first one before."""
    rows = Restriction.objects.filter(whose, partner=row, effect=effect, lifted_on=None)
    lasting = rows.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    found = (lasting.filter(starts_on__lte=ends_on) if ends_on else lasting).first()
    if found:
        raise UnableToRestrict(
            {
                "": _("There is already such a restriction from %(first)s to %(last)s. Lift it first.")
                % {"first": date_format(found.starts_on), "last": date_format(found.ends_on) if found.ends_on else "…"}
            }
        )


def take(actor: Actor, row: Partner, **fields: object) -> Restriction:
    """Create the restriction."""
    return Restriction.objects.create(program_id=row.program_id, partner=row, set_by_id=actor.user_id, **fields)


def note_and_tell(
    actor: Actor, rulebook: Rulebook, found: Restriction, summary: str, today: date, now: datetime
) -> None:
    """Write it into the audit log, and publish it."""
    note_act(
        actor=actor,
        action=PERMISSION,
        subject=found,
        partner_id=found.partner_id,
        now=now,
        summary=summary,
        details={"reason": found.reason, "clause": found.clause},
    )
    publish(MeasureTaken(rulebook, found.partner_id, found.pk, today, now))


def too_long() -> str:
    """The text about a text that is too long."""
    return _("At most %(most)s characters.") % {"most": LONGEST_TEXT}
