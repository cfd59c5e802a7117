"""Visits by referral links: counted for everybody, remembered for those who agree, erased in time."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.permissions import require
from clients.models import ReferralCount, ReferralLink, ReferralVisit
from clients.referral.rules import counted_from
from clients.referral.visitors import digest_of
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind
from programs.rulebook import Rulebook


class UnableToVisit(Refused):
    """The visit doesn't count: it is the partner's own, or the link is closed."""


def record_visit(
    *, actor: Actor, link: ReferralLink, visitor: str | None, rulebook: Rulebook, today: date, now: datetime
) -> None:
    """Count a visit by a link, and remember a ``visitor`` who agreed to it (B24-5.1). Anybody may visit.

    The same visitor counts once a day. Raises UnableToVisit for the partner's own team, and for a link that is closed
    or whose partner has left.
    """
    if actor.kind == "partner" and actor.partner_id == link.partner_id:
        raise UnableToVisit({"": _("This is your own company's link. Your own visits don't count.")})
    if link.closed_at is not None or (link.partner.ended_on is not None and link.partner.ended_on <= today):
        raise UnableToVisit({"": _("This link is no longer in use.")})
    # A visitor may neither read nor write visits, so they are stored as the system.
    with bind(rulebook.program.pk):
        about = {"program_id": link.program_id, "partner_id": link.partner_id, "link": link}
        if visitor is not None:
            _visit, is_new = ReferralVisit.objects.get_or_create(
                program_id=link.program_id,
                visitor=digest_of(visitor),
                link=link,
                on=today,
                defaults={"partner_id": link.partner_id, "at": now},
            )
            if not is_new:
                return
        ReferralCount.objects.bulk_create([ReferralCount(**about, month=today.replace(day=1))], ignore_conflicts=True)
        ReferralCount.objects.filter(link=link, month=today.replace(day=1)).update(visits=F("visits") + 1)


def forget_visitor(*, actor: Actor, rulebook: Rulebook, visitor: str) -> None:
    """Erase the visits of a visitor who no longer agrees. Anybody who knows the code may; ``actor`` is that visitor."""
    with bind(actor.program_id):
        ReferralVisit.objects.filter(program_id=rulebook.program.pk, visitor=digest_of(visitor)).delete()


def erase_visits(*, actor: Actor, rulebook: Rulebook, today: date) -> int:
    """Erase the visits that can't lead to a sign-up any more; returns how many.

    PermissionDenied for anyone but the program's staff and the system.
    """
    require(actor, "clients.manage", program_id=rulebook.program.pk)
    clients = rulebook.on(today).clients
    window = clients.referral.window_days if clients and clients.referral else 0
    with transaction.atomic():
        old = ReferralVisit.objects.visible_to(actor).filter(on__lt=counted_from(today, window))
        return old.delete()[0]
