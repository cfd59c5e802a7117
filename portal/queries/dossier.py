"""One partner for its admin page, tab by tab: a summary, and the latest rows of each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy

from accounts.models import AuditEntry, User
from activities.models import Activity, Claim
from activities.references import tell_about
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
from programs.code_names import Names
from programs.definition import MAIN_TRACK, Definition
from programs.rulebook import Rulebook
from statuses.models import Certificate, Decision, Standing, StatusChange
from statuses.standing.queries import TrackStanding, standing
from statuses.terminations import planned_ends

LATEST = 10


@dataclass(frozen=True)
class Held:
    """A partner's level on one track, with the points of the track's account.

    ``ahead`` says what is missing for the next level, on the tab that shows it.
    """

    track: str
    level: str
    standing: Standing
    account: str
    points: int
    ahead: TrackStanding | None = None


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


PARTS = {
    "overview": gettext_lazy("Overview"),
    "sales": gettext_lazy("Sales and clients"),
    "points": gettext_lazy("Points"),
    "levels": gettext_lazy("Levels"),
    "company": gettext_lazy("Documents"),
    "people": gettext_lazy("Team"),
    "words": gettext_lazy("Questions and restrictions"),
    "staff": gettext_lazy("Internal"),
    "profile": gettext_lazy("Company profile"),
}


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One tab of a partner's page below the summary that all tabs have; lists hold at most `LATEST`.

    ``holding`` are restrictions in force today or later. ``missing`` are fields the directory requires that are empty.
    ``tracks`` were never entered; they say what is missing for the first level. What belongs to other tabs is empty.
    """

    part: str
    names: Names
    held: Sequence[Held]
    holding: Sequence[Restriction]
    missing: Sequence[str]
    card_goes_on: date | None
    on: date
    tracks: Sequence[TrackStanding] = ()
    changes: Sequence[StatusChange] = ()
    activities: Sequence[Activity] = ()
    claims: Sequence[Claim] = ()
    points: Sequence[Points] = ()
    decisions: Sequence[Decision] = ()
    certificates: Sequence[Certificate] = ()
    members: Sequence[Member] = ()
    invitations: Sequence[Invitation] = ()
    tokens: Sequence[ApiToken] = ()
    application: Application | None = None
    consents: Sequence[Consent] = ()
    documents: Sequence[Document] = ()
    revisions: Sequence[ProfileRevision] = ()
    restrictions: Sequence[Restriction] = ()
    information: Sequence[InformationRequest] = ()
    trademarks: Sequence[TrademarkRequest] = ()
    checks: Sequence[WebsiteCheck] = ()
    notices: Sequence[Notice] = ()
    notes: Sequence[Note] = ()
    acts: Sequence[Act] = ()

    @property
    def overdue(self) -> Sequence[InformationRequest]:
        """Unanswered requests past their due date."""
        return [row for row in self.information if row.waits and row.due_on < self.on]


def dossier(partner: Partner, part: str, *, actor: Actor, rulebook: Rulebook, on: date) -> Dossier:
    """Read one tab of `PARTS` of a partner `with_questions`.

    Two queries for the summary, at most six for the tab (points: two an account).
    """
    definition = rulebook.on(on)
    names, own = Names(definition), {"partner_id": partner.pk}
    totals = {each["code"]: each["points"] for each in partner.totals}  # type: ignore[attr-defined]
    order = {code: place for place, code in enumerate(definition.track_codes)}
    standings = sorted(
        Standing.objects.visible_to(actor).filter(**own).exclude(since=None),
        key=lambda row: order.get(row.track, len(order)),
    )
    absent_on = partner.website_absent_on
    lasting = Restriction.objects.visible_to(actor).filter(
        Q(ends_on=None) | Q(ends_on__gte=on), Q(lifted_on=None) | Q(lifted_on__gt=on), **own
    )
    rows = _rows(partner, part, actor, rulebook, on)
    ahead = {track.code: track for track in rows.pop("tracks", ())}
    return Dossier(
        part=part,
        names=names,
        held=[_held(row, names, definition, totals, ahead.pop(row.track, None)) for row in standings],
        holding=list(lasting.select_related("user")[:LATEST]),
        missing=missing_fields(partner, definition),
        card_goes_on=removal_day(absent_on, definition) if absent_on else None,
        on=on,
        tracks=list(ahead.values()),
        **rows,
    )


def _rows(partner: Partner, part: str, actor: Actor, rulebook: Rulebook, on: date) -> dict[str, Any]:
    """The rows of one tab."""
    definition, own = rulebook.on(on), {"partner_id": partner.pk}
    match part:
        case "overview":
            tracks = standing(partner=partner, revisions=rulebook.revisions, as_of=on)
            return {"tracks": tracks, **_log(own, actor)}
        case "points":
            names = Names(definition)
            return {"points": [_points(partner, code, definition, on, names) for code in definition.points.accounts]}
        case "levels":
            return _levels(own, actor)
        case "company":
            application = Application.objects.visible_to(actor).filter(**own).first()
            return {"application": application, **_company(own, actor)}
        case "people":
            return _people(own, actor)
        case "words":
            return _told(own, actor)
        case "staff":
            notes = Note.objects.visible_to(actor).filter(**own).select_related("by")
            return {"notes": list(notes[:LATEST]), "acts": _acts(partner, actor)}
    return {}


def with_questions(partners: QuerySet[Partner], actor: Actor, on: date) -> QuerySet[Partner]:
    """Add to partners the points of each account, and what the summary warns of: a change that waits, a late answer."""
    pending = ProfileRevision.objects.visible_to(actor).filter(
        partner=OuterRef("pk"), state=ProfileRevision.State.PENDING
    )
    late = InformationRequest.objects.visible_to(actor).overdue(on).filter(partner=OuterRef("pk"))
    ending = planned_ends(actor).filter(partner=OuterRef("pk"))
    first = pending.order_by("-pk")
    totals = Account.objects.visible_to(actor).filter(partner=OuterRef("pk"))
    return partners.annotate(
        pending_id=Subquery(first.values("pk")[:1]),
        pending_due=Subquery(first.values("due_on")[:1]),
        pending_legal=Subquery(first.values("legal")[:1]),
        answer_overdue=Exists(late),
        planned_end=Subquery(ending.values("on")[:1]),
        totals=ArraySubquery(totals.values(total=JSONObject(code="code", points="points"))),
    )


def _log(own: Mapping[str, int], actor: Actor) -> dict[str, Any]:
    """Its activities and claims."""
    activities = Activity.objects.visible_to(actor).filter(**own, retracts=None).select_related("retraction")
    latest = list(activities[:LATEST])
    tell_about(actor, latest)
    return {
        "activities": latest,
        "claims": list(Claim.objects.visible_to(actor).filter(**own)[:LATEST]),
    }


def _levels(own: Mapping[str, int], actor: Actor) -> dict[str, Any]:
    """Its level changes, the decisions behind them, and its certificates."""
    changes = StatusChange.objects.visible_to(actor).filter(**own, superseded_at=None).select_related("decision")
    return {
        "changes": list(changes[:LATEST]),
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


def _company(own: Mapping[str, int], actor: Actor) -> dict[str, Any]:
    """What it agreed to and sent, its profile changes and the checks of its website."""
    return {
        "consents": list(Consent.objects.visible_to(actor).filter(**own).select_related("applicant")[:LATEST]),
        "documents": list(
            Document.objects.visible_to(actor).filter(**own).defer("content").select_related("uploaded_by")[:LATEST]
        ),
        "revisions": list(
            ProfileRevision.objects.visible_to(actor).filter(**own).select_related("submitted_by")[:LATEST]
        ),
        "checks": list(WebsiteCheck.objects.visible_to(actor).filter(**own)[:LATEST]),
    }


def _told(own: Mapping[str, int], actor: Actor) -> dict[str, Any]:
    """Its restrictions, requests and notices."""
    readings = Prefetch("readings", Reading.objects.visible_to(actor).select_related("user").order_by("read_at"))
    return {
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
        "notices": list(Notice.objects.visible_to(actor).filter(**own).prefetch_related(readings)[:LATEST]),
    }


def _acts(partner: Partner, actor: Actor) -> list[Act]:
    """The latest staff actions, with names for the log's ids."""
    entries = list(AuditEntry.objects.visible_to(actor).filter(partner_id=partner.pk)[:LATEST])
    people = User.objects.in_bulk({entry.user_id for entry in entries})
    return [Act(entry, people.get(entry.user_id)) for entry in entries]


def _held(
    row: Standing, names: Names, definition: Definition, totals: dict[str, int], ahead: TrackStanding | None
) -> Held:
    known = row.track in definition.track_codes
    account = definition.track(row.track).account if known else MAIN_TRACK
    level = names.level(row.track, row.level)
    return Held(names.track(row.track), level, row, names.account(account), totals.get(account, 0), ahead)


def _points(partner: Partner, code: str, definition: Definition, on: date, names: Names) -> Points:
    statement = Statement(partner_id=partner.pk, account=code, on=on)
    expiring = expiries(partner_id=partner.pk, account=code, on=on, at_most=3)
    return Points(names.account(code), code, statement[:LATEST], expiring)
