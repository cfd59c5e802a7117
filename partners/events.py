"""Events about partners, which other apps react to."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ProfileChanged(ProgramEvent):
    """A partner's profile has changed. ``today`` is the program's day."""

    partner_id: int
    today: date


@dataclass(frozen=True, slots=True)
class RevisionDecided(ProgramEvent):
    """The vendor approved or declined a partner's profile changes."""

    partner_id: int
    revision_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class WebsiteMissed(ProgramEvent):
    """A partner's website failed enough checks for the grace period to start, which runs from ``today``."""

    partner_id: int
    check_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InvitationSent:
    """An invitation to a partner or to the vendor's staff is ready to be emailed."""

    program_id: int
    invitation_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class InvitationDecided:
    """The vendor approved or declined an invitation to a partner. ``today`` is the program's day."""

    program_id: int
    partner_id: int
    invitation_id: int
    approved: bool
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InvitationAccepted:
    """Somebody joined. ``partner_id`` is None for vendor staff. ``today`` is the program's day."""

    program_id: int
    partner_id: int | None
    invitation_id: int
    user_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Somebody left a partner or was removed from it. ``today`` is the program's day."""

    program_id: int
    partner_id: int
    user_id: int
    by_id: int | None
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ApplicationDecided(ProgramEvent):
    """The vendor approved or declined an application, or asked a question. ``step_id`` is the history entry."""

    application_id: int
    step_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnerAccepted(ProgramEvent):
    """An application became a partner, with the applicant as its main user. Its terms run from ``today`` (B24-1.3a)."""

    partner_id: int
    application_id: int
    user_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ApplicationSent:
    """An applicant submitted a form. ``stage`` says which decision comes next. ``today`` is the program's day."""

    program_id: int
    application_id: int
    stage: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class MeasureTaken(ProgramEvent):
    """The vendor restricted a partner's access or discount. ``today`` is the program's day."""

    partner_id: int
    restriction_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class MeasureLifted(ProgramEvent):
    """The vendor lifted a restriction early. ``today`` is the program's day."""

    partner_id: int
    restriction_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InformationAsked(ProgramEvent):
    """The vendor asked a partner for information. ``today`` is the program's day."""

    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InformationReminded(ProgramEvent):
    """The vendor reminded a partner of a question, or gave it more time. ``today`` is the program's day."""

    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InformationAnswered(ProgramEvent):
    """A partner answered the vendor's request. ``today`` is the program's day."""

    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class TrademarkDecided(ProgramEvent):
    """The vendor approved or declined a trademark request. ``today`` is the program's day."""

    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnershipEnded(ProgramEvent):
    """The agreement was terminated with effect ``on`` a day. ``today`` is the program's day (B24-1.5)."""

    partner_id: int
    on: date
    reason: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnershipResumed(ProgramEvent):
    """A manager restored a former partner. ``today`` is the program's day."""

    partner_id: int
    today: date
    now: datetime
