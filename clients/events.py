"""Events about clients and their licenses."""

from dataclasses import dataclass, field
from datetime import date, datetime

from clients.models import ClientLicence
from programs.definition import Definition
from programs.rulebook import ProgramEvent


@dataclass(frozen=True, slots=True)
class ClientChanged:
    """A client was added, or its company, tax ID or contact changed. ``rules`` are those of the day."""

    program_id: int
    client_id: int
    rules: Definition


@dataclass(frozen=True, slots=True)
class ClientLinked(ProgramEvent):
    """Staff linked a client to a partner, at the client's own request. ``today`` is the program's day."""

    partner_id: int
    client_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class ClientMoved(ProgramEvent):
    """A manager moved a client to another partner (R19). ``today`` is the program's day."""

    client_id: int
    move_id: int
    from_partner_id: int
    to_partner_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class LicenceOpened(ProgramEvent):
    """A paid license began. ``today`` is the program's day. It carries the new row, with its client and seller."""

    partner_id: int
    licence_id: int
    today: date
    now: datetime
    licence: ClientLicence = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LicenceRegistered(ProgramEvent):
    """A license was registered to its end user."""

    partner_id: int
    licence_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class LicenceChanged(ProgramEvent):
    """A renewal, an upgrade or more seats changed a license; one whose term was over works again."""

    partner_id: int
    licence_id: int
    now: datetime


@dataclass(frozen=True, slots=True)
class LicenceReactivated(ProgramEvent):
    """A deactivated key works again."""

    partner_id: int
    licence_id: int
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class LicenceEnded(ProgramEvent):
    """A license was ended or deactivated before or at the end of its term."""

    partner_id: int
    licence_id: int
    today: date
    now: datetime
