"""The daily work on referrals; doing it twice changes nothing."""

from datetime import date, datetime

from clients.referral.operations.links import make_main_links
from clients.referral.operations.visiting import erase_visits
from common.actor import Actor
from programs.rulebook import Rulebook


def open_day(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Erase visits that can't lead to a sign-up any more, and give new partners their main link (B24-5.1).

    Returns how many. PermissionDenied for anyone but the program's staff and the system.
    """
    clients = rulebook.on(today).clients
    done = erase_visits(actor=actor, rulebook=rulebook, today=today)
    if clients is None or clients.referral is None:
        return done
    return done + make_main_links(actor=actor, program_id=rulebook.program.pk, now=now)
