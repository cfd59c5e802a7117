"""The daily work on licenses and seats; doing it twice changes nothing."""

from datetime import date, datetime, timedelta

from clients.models import ClientLicence
from clients.news import remind_of_expiry, remind_to_register
from clients.operations.licences import end_licence
from clients.operations.seats import count_seats
from clients.queries import unregistered
from common.actor import Actor
from common.dates import DAY
from programs.rulebook import Rulebook

NOT_REGISTERED = "Not registered to an end user in time"


def open_day(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Deactivate keys not registered in time, end terms that are over, remind, and count new seats.

    A key bought on S is reminded of on S+5 and deactivated at the opening of S+8 (B24-2.3a, R16). Returns how many
    licenses and clients changed. PermissionDenied for anyone but the program's staff and the system.
    """
    done = deactivate_unregistered(actor=actor, today=today, now=now)
    done += end_terms(actor=actor, today=today, now=now)
    remind_to_register(rulebook=rulebook, today=today, now=now)
    remind_of_expiry(rulebook=rulebook, today=today, now=now)
    return done + count_seats(actor=actor, rulebook=rulebook, today=today, now=now)


def deactivate_unregistered(*, actor: Actor, today: date, now: datetime) -> int:
    """Deactivate keys whose last day for registration has passed; returns their number."""
    late = list(unregistered(actor).filter(register_by__lt=today))
    for licence in late:
        end_licence(
            actor=actor, licence=licence, on=today, reason=NOT_REGISTERED, today=today, now=now, deactivated=True
        )
    return len(late)


def end_terms(*, actor: Actor, today: date, now: datetime) -> int:
    """End the licenses whose last paid day has passed; returns their number."""
    active = ClientLicence.objects.visible_to(actor).filter(state=ClientLicence.State.ACTIVE)
    over = list(active.filter(ends_on__lt=today).order_by("pk"))
    for licence in over:
        on = (licence.ends_on or today) + DAY
        end_licence(actor=actor, licence=licence, on=on, reason="", today=today, now=now)
    return len(over)


def reminder_day(register_by: date, *, days: int, reminder: int) -> date:
    """The day of a reminder, ``reminder`` days after the purchase, for a key to register within ``days``."""
    return register_by - timedelta(days=days - reminder)
