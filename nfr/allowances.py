"""How many NFR licenses a partner's level gives on a day, and what is missing for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import DAY
from nfr.models import NfrGrant
from nfr.rules import free_slot
from partners.models import Partner
from programs.definition import MAIN_TRACK
from programs.definition.benefits import NfrAllowance
from programs.definition.nfr import Grant, Life
from programs.rulebook import Rulebook
from statuses.engine import explain
from statuses.engine.requirements import Finding, find
from statuses.histories import histories

State, Cause = NfrGrant.State, NfrGrant.Cause


@dataclass(frozen=True)
class Allowance:
    """What a level gives of one kind: ``grant`` describes the license, ``held`` are those that use the allowance.

    ``missing`` is what the program still asks for (BPS-nfr).
    """

    rule: NfrAllowance
    grant: Grant
    level_name: str
    held: list[NfrGrant]
    missing: Sequence[Finding] = ()

    @property
    def slot(self) -> int | None:
        """The slot for one more license; None when the allowance is used up."""
        taken = {row.slot for row in self.held if row.state in NfrGrant.HELD}
        return free_slot(taken, self.rule.count) if len(self.held) < self.rule.count else None

    @property
    def left(self) -> int:
        """How many more licenses there are."""
        return max(self.rule.count - len(self.held), 0)

    @property
    def can_claim(self) -> bool:
        """Whether the partner may claim one now."""
        return self.rule.given == "on_claim" and not self.missing and self.slot is not None

    def covers(self, row: NfrGrant) -> bool:
        """Whether an active license is within the allowance; the oldest ones are."""
        held = (one for one in self.held if one.state in NfrGrant.HELD)
        active = sorted(held, key=lambda one: (one.claimed_at, one.pk))
        return row.pk in {one.pk for one in active[: self.rule.count]}


def allowances(*, partner: Partner, rulebook: Rulebook, on: date) -> list[Allowance]:
    """What the partner's level gives on a day, in the order of the program file.

    Nothing after the end of the partnership, and none without a level. A license that ended uses its slot for good
    where the level's allowance can't be extended (B24-8.1b), unless the status ended.
    """
    rules = rulebook.on(on)
    if rules.nfr is None or (partner.ended_on is not None and partner.ended_on <= on):
        return []
    history = histories([partner.pk], until=on).get(partner.pk)
    if history is None:
        return []
    explanations, timeline = explain(history, rulebook.revisions, on)
    main = next((found for found in explanations if found.track.code == MAIN_TRACK), None)
    if main is None or main.level is None:
        return []
    asking = timeline.run.asking(on, on + DAY, main.state)
    rows = list(NfrGrant.objects.filter(partner=partner).exclude(state=State.DECLINED).order_by("claimed_at", "pk"))
    found = []
    for rule in main.level.benefits.nfr:
        grant = rules.nfr.grant(rule.grant)
        if grant is None:
            continue
        missing = tuple(one for one in find(rule.requires, asking, timeline.log) if not one.met)
        held = [row for row in rows if row.kind == rule.grant and _uses(row, rule)]
        found.append(Allowance(rule, grant, main.level.name, held, missing))
    return found


def _uses(row: NfrGrant, rule: NfrAllowance) -> bool:
    """Whether a grant uses a slot of the allowance."""
    if row.state in NfrGrant.HELD or row.cause == Cause.BREACH:
        return True
    ran = row.cause in (Cause.TERM, Cause.RETURNED) and row.starts_on is not None
    return ran and not rule.extendable


def used_up(found: Allowance) -> str:
    """Say that the allowance of a level is used, with its number."""
    words = ngettext(
        "Your level %(level)s includes %(count)s license of this kind, and you have used it.",
        "Your level %(level)s includes %(count)s licenses of this kind, and you have used them.",
        found.rule.count,
    )
    return words % {"level": found.level_name, "count": found.rule.count}


def extension_of(row: NfrGrant, known: list[Allowance]) -> Life | str:
    """The life by which the license can be extended, or why it can't be."""
    found = next((one for one in known if one.rule.grant == row.kind), None)
    if row.state != State.ACTIVE or row.ends_on is None:
        return _("Only an active license with a term can be extended.")
    if found is None or found.grant.life is None or not found.grant.life.extension_months or not found.rule.extendable:
        return _("Your level doesn't include extending this license.")
    if not found.covers(row):
        return _("Your level includes fewer licenses of this kind now, so this one can't be extended.")
    return found.grant.life
