"""Everything about one partner for its admin page: the latest rows of each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from accounts.models import AuditEntry, User
from activities.models import Activity, Claim
from common.actor import Actor
from notices.models import Notice, Reading
from partners.models import (
    ApiToken,
    Application,
    Consent,
    Document,
    InformationRequest,
    Invitation,
    Member,
    Note,
    Partner,
    ProfileRevision,
    Restriction,
    TrademarkRequest,
    WebsiteCheck,
)
from partners.profile.listing import missing_fields, removal_day
from points.models import Account
from points.statement import Movement, Statement, expiries
from programs.definition import MAIN_TRACK, Definition
from programs.naming import Names
from statuses.models import Certificate, Decision, Standing, StatusChange

LATEST = 10


@dataclass(frozen=True)
class Held:
    """A partner's level on one track, with the points of the track's account."""

    track: str
    level: str
    standing: Standing
    account: str
    points: int


@dataclass(frozen=True)
class Points:
    """The latest movements of one account, and the next expiries."""

    name: str
    code: str
    movements: Sequence[Movement]
    expiring: Sequence[tuple[date, int]]


@dataclass(frozen=True)
class Act:
    """A staff action about the partner."""

    entry: AuditEntry
    who: User | None


@dataclass(frozen=True)
class Dossier:
    """A partner with its latest rows; lists hold at most `LATEST`.

    ``holding`` are restrictions in force today or later, ``pending`` the profile change waiting for review. ``missing``
    are fields the directory requires that are empty.
    """

    names: Names
    held: Sequence[Held]
    changes: Sequence[StatusChange]
    activities: Sequence[Activity]
    claims: Sequence[Claim]
    points: Sequence[Points]
    decisions: Sequence[Decision]
    certificates: Sequence[Certificate]
    members: Sequence[Member]
    invitations: Sequence[Invitation]
    tokens: Sequence[ApiToken]
    application: Application | None
    consents: Sequence[Consent]
    documents: Sequence[Document]
    revisions: Sequence[ProfileRevision]
    restrictions: Sequence[Restriction]
    information: Sequence[InformationRequest]
    trademarks: Sequence[TrademarkRequest]
    checks: Sequence[WebsiteCheck]
    notices: Sequence[Notice]
    notes: Sequence[Note]
    acts: Sequence[Act]
    missing: Sequence[str]
    card_goes_on: date | None
    on: date

    @property
    def pending(self) -> ProfileRevision | None:
        """The profile change waiting for the staff."""
        return next((row for row in self.revisions if row.state == ProfileRevision.State.PENDING), None)

    @property
    def holding(self) -> Sequence[Restriction]:
        """Restrictions in force today or later."""
        return [row for row in self.restrictions if self._lasts(row)]

    @property
    def overdue(self) -> Sequence[InformationRequest]:
        """Unanswered requests past their due date."""
        return [row for row in self.information if row.answered_at is None and row.due_on < self.on]

    def _lasts(self, row: Restriction) -> bool:
        lifted = row.lifted_on is not None and row.lifted_on <= self.on
        return not lifted and (row.ends_on is None or row.ends_on >= self.on)


def dossier(partner: Partner, *, actor: Actor, definition: Definition, on: date) -> Dossier:
    """Read it: twenty-five queries, plus two for each points account of the program."""
    names, own = Names(definition), {"partner_id": partner.pk}
    totals = dict(Account.objects.visible_to(actor).filter(**own).values_list("code", "points"))
    order = {code: place for place, code in enumerate(definition.track_codes)}
    standings = sorted(
        Standing.objects.visible_to(actor).filter(**own).exclude(since=None),
        key=lambda row: order.get(row.track, len(order)),
    )
    absent_on = partner.website_absent_on
    return Dossier(
        names=names,
        held=[_held(row, names, definition, totals) for row in standings],
        points=[_points(partner, code, definition, on, names) for code in definition.points.accounts],
        application=Application.objects.visible_to(actor).filter(**own).first(),
        acts=_acts(partner, actor),
        missing=missing_fields(partner, definition),
        card_goes_on=removal_day(absent_on, definition) if absent_on else None,
        on=on,
        **_log(own, actor),
        **_people(own, actor),
        **_told(own, actor),
    )


def _log(own: Mapping[str, int], actor: Actor) -> dict[str, Any]:
    """Its activities and level decisions."""
    changes = StatusChange.objects.visible_to(actor).filter(**own, superseded_at=None).select_related("decision")
    activities = Activity.objects.visible_to(actor).filter(**own, retracts=None).select_related("retraction")
    return {
        "changes": list(changes[:LATEST]),
        "activities": list(activities[:LATEST]),
        "claims": list(Claim.objects.visible_to(actor).filter(**own)[:LATEST]),
        "decisions": list(Decision.objects.visible_to(actor).filter(**own).select_related("decided_by")[:LATEST]),
        "certificates": list(Certificate.objects.visible_to(actor).filter(**own)[:LATEST]),
    }


def _people(own: Mapping[str, int], actor: Actor) -> dict[str, Any]:
    """Its members and API tokens."""
    open_states = (Invitation.State.WAITING, Invitation.State.SENT)
    invitations = Invitation.objects.visible_to(actor).filter(**own, state__in=open_states)
    tokens = ApiToken.objects.visible_to(actor).filter(**own).select_related("user")
    members = Member.objects.visible_to(actor).filter(**own).select_related("user").order_by("pk")
    return {
        "members": list(members[: LATEST * 5]),
        "invitations": list(invitations.select_related("invited_by")[:LATEST]),
        "tokens": list(tokens[:LATEST]),
    }


def _told(own: Mapping[str, int], actor: Actor) -> dict[str, Any]:
    """Its profile changes, requests, notices and notes."""
    readings = Prefetch("readings", Reading.objects.visible_to(actor).select_related("user").order_by("read_at"))
    return {
        "consents": list(Consent.objects.visible_to(actor).filter(**own).select_related("applicant")[:LATEST]),
        "documents": list(
            Document.objects.visible_to(actor).filter(**own).defer("content").select_related("uploaded_by")[:LATEST]
        ),
        "revisions": list(
            ProfileRevision.objects.visible_to(actor).filter(**own).select_related("submitted_by")[:LATEST]
        ),
        "restrictions": list(
            Restriction.objects.visible_to(actor).filter(**own).select_related("user", "set_by")[:LATEST]
        ),
        "information": list(
            InformationRequest.objects.visible_to(actor)
            .filter(**own)
            .select_related("asked_by")
            .order_by("-pk")[:LATEST]
        ),
        "trademarks": list(TrademarkRequest.objects.visible_to(actor).filter(**own)[:LATEST]),
        "checks": list(WebsiteCheck.objects.visible_to(actor).filter(**own)[:LATEST]),
        "notices": list(Notice.objects.visible_to(actor).filter(**own).prefetch_related(readings)[:LATEST]),
        "notes": list(Note.objects.visible_to(actor).filter(**own).select_related("by")[:LATEST]),
    }


def _acts(partner: Partner, actor: Actor) -> list[Act]:
    """The latest staff actions, with names for the log's ids."""
    entries = list(AuditEntry.objects.visible_to(actor).filter(partner_id=partner.pk)[:LATEST])
    people = User.objects.in_bulk({entry.user_id for entry in entries})
    return [Act(entry, people.get(entry.user_id)) for entry in entries]


def _held(row: Standing, names: Names, definition: Definition, totals: dict[str, int]) -> Held:
    known = row.track in definition.track_codes
    account = definition.track(row.track).account if known else MAIN_TRACK
    level = names.level(row.track, row.level)
    return Held(names.track(row.track), level, row, names.account(account), totals.get(account, 0))


def _points(partner: Partner, code: str, definition: Definition, on: date, names: Names) -> Points:
    statement = Statement(partner_id=partner.pk, account=code, on=on)
    expiring = expiries(partner_id=partner.pk, account=code, on=on, at_most=3)
    return Points(names.account(code), code, statement[:LATEST], expiring)
