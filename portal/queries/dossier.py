"""Everything about one partner, the latest of each kind, as its page in the admin shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from activities.models import Activity
from common.actor import Actor
from notices.models import Notice
from partners.models import Member, Partner
from points.models import Account
from points.statement import Movement, Statement, expiries
from programs.definition import MAIN_TRACK, Definition
from programs.naming import Names
from statuses.models import Certificate, Decision, Standing, StatusChange

LATEST = 10


@dataclass(frozen=True)
class Held:
    """A partner's place on one track, with the points of the track's own account."""

    track: str
    level: str
    standing: Standing
    account: str
    points: int


@dataclass(frozen=True)
class Points:
    """The latest movements of one account, and what stops counting next."""

    name: str
    code: str
    movements: Sequence[Movement]
    expiring: Sequence[tuple[date, int]]


@dataclass(frozen=True)
class Dossier:
    """A partner with its latest rows; lists hold at most `LATEST`."""

    names: Names
    held: Sequence[Held]
    changes: Sequence[StatusChange]
    activities: Sequence[Activity]
    points: Sequence[Points]
    decisions: Sequence[Decision]
    certificates: Sequence[Certificate]
    members: Sequence[Member]
    notices: Sequence[Notice]


def dossier(partner: Partner, *, actor: Actor, definition: Definition, on: date) -> Dossier:
    """Read it: eight queries, and two for each points account of the program."""
    names, own = Names(definition), {"partner_id": partner.pk}
    totals = dict(Account.objects.visible_to(actor).filter(**own).values_list("code", "points"))
    order = {code: place for place, code in enumerate(definition.track_codes)}
    standings = sorted(
        Standing.objects.visible_to(actor).filter(**own).exclude(since=None),
        key=lambda row: order.get(row.track, len(order)),
    )
    changes = StatusChange.objects.visible_to(actor).filter(**own, superseded_at=None).select_related("decision")
    activities = Activity.objects.visible_to(actor).filter(**own, retracts=None).select_related("retraction")
    return Dossier(
        names=names,
        held=[_held(row, names, definition, totals) for row in standings],
        changes=list(changes[:LATEST]),
        activities=list(activities[:LATEST]),
        points=[_points(partner, code, definition, on, names) for code in definition.points.accounts],
        decisions=list(Decision.objects.visible_to(actor).filter(**own)[:LATEST]),
        certificates=list(Certificate.objects.visible_to(actor).filter(**own)[:LATEST]),
        members=list(Member.objects.filter(partner=partner).select_related("user").order_by("pk")),
        notices=list(Notice.objects.visible_to(actor).filter(**own)[:LATEST]),
    )


def _held(row: Standing, names: Names, definition: Definition, totals: dict[str, int]) -> Held:
    known = row.track in definition.track_codes
    account = definition.track(row.track).account if known else MAIN_TRACK
    level = names.level(row.track, row.level)
    return Held(names.track(row.track), level, row, names.account(account), totals.get(account, 0))


def _points(partner: Partner, code: str, definition: Definition, on: date, names: Names) -> Points:
    statement = Statement(partner_id=partner.pk, account=code, on=on)
    expiring = expiries(partner_id=partner.pk, account=code, on=on, at_most=3)
    return Points(names.account(code), code, statement[:LATEST], expiring)
