"""A partner's benefits on a day: those of its level, less any restriction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from common.among import is_among
from common.dates import DAY
from partners.models import Partner, Restriction
from programs.definition import MAIN_TRACK
from programs.definition.revisions import Revisions
from statuses.engine import Explanation, Timeline, explain
from statuses.engine.requirements import Finding, find
from statuses.histories import histories
from statuses.models import Standing


@dataclass(frozen=True)
class DiscountNow:
    """A partner's discount on one day.

    ``level`` is the level's discount, ``percent`` the effective one: zero while something is ``missing`` (B24-3.1.1c)
    or after the partnership has ended (B24-1.5), and at most ``cut`` while that restriction is in force (B24-3.6).
    """

    level: Decimal
    percent: Decimal
    clause: str
    missing: tuple[Finding, ...] = ()
    cut: Restriction | None = None


def discount(*, partner: Partner, revisions: Revisions, on: date) -> DiscountNow | None:
    """A partner's discount on a day, from what is known now; None when its level has none. Two queries."""
    row = (partner.pk, partner.accepted_on, partner.entry_level, partner.currency)
    history = histories([partner.pk], until=on, known=[row]).get(partner.pk)
    if history is None:
        return None
    explanations, timeline = explain(history, revisions, on)
    main = next((found for found in explanations if found.track.code == MAIN_TRACK), None)
    return discount_of(partner=partner, found=main, timeline=timeline) if main else None


def discount_of(*, partner: Partner, found: Explanation, timeline: Timeline) -> DiscountNow | None:
    """The discount on a day that is explained already; one query where the partner was ever restricted."""
    benefit = found.level.benefits.discount if found.level else None
    if benefit is None:
        return None
    level, on = Decimal(benefit.percent), found.as_of
    asking = timeline.run.asking(on, on + DAY, found.state)
    missing = tuple(finding for finding in find(benefit.requires, asking, timeline.log) if not finding.met)
    cut = _cut(partner, on)
    percent = level if cut is None or cut.percent is None else min(level, cut.percent)
    if missing or (partner.ended_on and partner.ended_on <= on):
        percent = Decimal(0)
    return DiscountNow(level, percent, benefit.clause, missing, cut)


def _cut(partner: Partner, on: date) -> Restriction | None:
    """The restriction in force that lowers the discount most."""
    if partner.was_lowered is False:
        return None
    cuts = Restriction.objects.filter(partner=partner, effect=Restriction.Effect.DISCOUNT).in_force(on)
    return cuts.order_by("percent", "pk").first()


def lead_holders(*, program_id: int, mode: str, revisions: Revisions, on: date, among: Iterable[int] = ()) -> set[int]:
    """The partners whose level gives requests in a mode on a day, ``among`` the given ones or all of the program.

    One query for the levels; three more where a level's benefit requires something on top (B24-3.1.1c).
    """
    tracks = revisions.at(on)[1].tracks
    giving = [
        (track.code, level.code, level.benefits.leads.requires)
        for track in tracks
        for level in track.levels
        if level.benefits.leads and mode in level.benefits.leads.modes
    ]
    if not giving:
        return set()
    at = Q()
    for track, level, _requires in giving:
        at |= Q(track=track, level=level)
    rows = Standing.objects.filter(at, program_id=program_id)
    ids = list(among)
    rows = rows.filter(is_among("partner_id", ids)) if ids else rows
    conditional = {(track, level) for track, level, requires in giving if requires}
    found: set[int] = set()
    asked: set[int] = set()
    for partner_id, *place in rows.values_list("partner_id", "track", "level"):
        (asked if tuple(place) in conditional else found).add(partner_id)
    return found | _with_requirements(asked - found, mode, revisions, on)


def lead_modes(*, partner: Partner, revisions: Revisions, on: date) -> set[str]:
    """The modes in which the partner's levels give requests on a day.

    One query for the levels; more where a level's benefit requires something on top (B24-3.1.1c).
    """
    tracks = {track.code: track for track in revisions.at(on)[1].tracks}
    found: set[str] = set()
    asked: set[str] = set()
    for track, code in Standing.objects.filter(partner=partner).values_list("track", "level"):
        held = next((level for level in tracks[track].levels if level.code == code), None) if track in tracks else None
        if held and (benefit := held.benefits.leads):
            (asked if benefit.requires else found).update(benefit.modes)
    return found | {mode for mode in asked - found if _with_requirements({partner.pk}, mode, revisions, on)}


def _with_requirements(partner_ids: set[int], mode: str, revisions: Revisions, on: date) -> set[int]:
    """Those who meet what their level's lead benefit requires."""
    if not partner_ids:
        return set()
    met = set()
    for partner_id, history in histories(sorted(partner_ids), until=on).items():
        explanations, timeline = explain(history, revisions, on)
        for found in explanations:
            benefit = found.level.benefits.leads if found.level else None
            if benefit is None or mode not in benefit.modes:
                continue
            asking = timeline.run.asking(on, on + DAY, found.state)
            if all(finding.met for finding in find(benefit.requires, asking, timeline.log)):
                met.add(partner_id)
    return met
