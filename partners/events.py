"""What happened to partners."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """A partner's profile says something else; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    today: date


@dataclass(frozen=True, slots=True)
class RevisionDecided:
    """The vendor approved or declined what a partner wants changed in its profile."""

    program_id: int
    partner_id: int
    revision_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class WebsiteMissed:
    """A partner's website was looked at in vain so often that the grace runs from ``today``."""

    program_id: int
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
class ApplicationDecided:
    """The vendor approved or declined an application, or asked the applicant something; ``step_id`` is the record."""

    program_id: int
    application_id: int
    step_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnerAccepted:
    """An application became a partner, with the applicant as its main user: its terms run from ``today`` (B24-1.3a)."""

    program_id: int
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
class MeasureTaken:
    """The vendor restricted a partner's access or discount; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    restriction_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class MeasureLifted:
    """The vendor ended a restriction before its time; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    restriction_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InformationAsked:
    """The vendor asks a partner something; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class InformationAnswered:
    """A partner answered what the vendor asked; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class TrademarkDecided:
    """The vendor approved or declined a use of its trademarks; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    request_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnershipEnded:
    """The agreement was terminated with effect ``on`` a day; ``today`` is the program's day (B24-1.5)."""

    program_id: int
    partner_id: int
    on: date
    reason: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class PartnershipResumed:
    """A manager took a former partner back; ``today`` is the program's day."""

    program_id: int
    partner_id: int
    today: date
    now: datetime
