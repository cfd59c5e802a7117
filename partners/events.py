"""What happened to partners."""

from dataclasses import dataclass
from datetime import date, datetime

from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ProfileChanged(ProgramEvent):
    """A partner's profile says something else; ``today`` is the program's day."""

    partner_id: int
    today: date


@dataclass(frozen=True, slots=True)
class RevisionDecided(ProgramEvent):
    """The vendor approved or declined what a partner wants changed in its profile."""

    partner_id: int
    revision_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class WebsiteMissed(ProgramEvent):
    """A partner's website was looked at in vain so often that the grace runs from ``today``."""

    partner_id: int
    check_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InvitationSent:
    """Somebody may join a partner, or the vendor's staff, by the link that is on its way by mail."""

    program_id: int
    invitation_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class InvitationDecided:
    """The vendor approved or declined that somebody is invited to a partner; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    invitation_id: int
    approved: bool
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InvitationAccepted:
    """Somebody joined; ``partner_id`` is None for the vendor's staff; ``today`` is the program's day."""

    program_id: int
    partner_id: int | None
    invitation_id: int
    user_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Somebody acts for a partner no more, by leaving or by being removed; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    user_id: int
    by_id: int | None
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ApplicationDecided(ProgramEvent):
    """The vendor approved or declined an application, or asked the applicant something; ``step_id`` is the record."""

    application_id: int
    step_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnerAccepted(ProgramEvent):
    """An application became a partner, with the applicant as its main user: its terms run from ``today`` (B24-1.3a)."""

    partner_id: int
    application_id: int
    user_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ApplicationSent:
    """An applicant sent a form: ``stage`` says for which answer of the vendor; ``today`` is the program's day."""

    program_id: int
    application_id: int
    stage: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class MeasureTaken(ProgramEvent):
    """The vendor restricted a partner's access or discount; ``today`` is the program's day."""

    partner_id: int
    restriction_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class MeasureLifted(ProgramEvent):
    """The vendor ended a restriction before its time; ``today`` is the program's day."""

    partner_id: int
    restriction_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InformationAsked(ProgramEvent):
    """The vendor asks a partner something; ``today`` is the program's day."""

    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InformationAnswered(ProgramEvent):
    """A partner answered what the vendor asked; ``today`` is the program's day."""

    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class TrademarkDecided(ProgramEvent):
    """The vendor approved or declined a use of its trademarks; ``today`` is the program's day."""

    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnershipEnded(ProgramEvent):
    """The agreement was terminated with effect ``on`` a day; ``today`` is the program's day (B24-1.5)."""

    partner_id: int
    on: date
    reason: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnershipResumed(ProgramEvent):
    """A manager took a former partner back; ``today`` is the program's day."""

    partner_id: int
    today: date
    now: datetime
