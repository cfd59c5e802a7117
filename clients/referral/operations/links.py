"""Making and closing referral links."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from clients.models import ReferralLink
from clients.referral.visitors import new_link_code
from common.actor import Actor
from common.constraints import violated
from common.refusals import Refused
from common.text import read_into
from partners.models import Partner
from programs.definition import Definition

_TRIES = 5
_LONGEST = 60


class UnableToMakeLink(Refused):
    """The link cannot be made; ``problems`` says why, by field: ``campaign``."""


def make_link(*, actor: Actor, partner: Partner, campaign: str, rules: Definition, now: datetime) -> ReferralLink:
    """Make a partner's link, for a campaign or without one (B24-5.1); a closed link of the campaign opens again.

    Raises UnableToMakeLink for a campaign that has a link, an unreadable name, and too many campaigns;
    PermissionDenied for anyone but the partner's salespeople, the program's staff and the system.
    """
    require(actor, "referral.manage", program_id=partner.program_id)
    referral = rules.clients.referral if rules.clients else None
    if referral is None:
        raise UnableToMakeLink({"": _("This program has no referral links.")})
    problems: dict[str, str] = {}
    campaign = read_into(problems, "campaign", campaign)[:_LONGEST]
    if problems:
        raise UnableToMakeLink(problems)
    with transaction.atomic():
        held = ReferralLink.objects.visible_to(actor).filter(partner=partner).select_for_update(of=("self",))
        known = {link.campaign.casefold(): link for link in held}
        found = known.get(campaign.casefold())
        if found is not None and found.closed_at is None:
            raise UnableToMakeLink({"campaign": _("This campaign already has a link. Enter another name.")})
        campaigns = [link for link in known.values() if link.campaign and link.closed_at is None]
        if campaign and len(campaigns) >= referral.campaigns:
            said = _("You have %(most)s campaigns. Close one first.") % {"most": referral.campaigns}
            raise UnableToMakeLink({"campaign": said})
        link = found or _new(partner, campaign, now)
        if found is not None:
            found.closed_at = None
            found.save(update_fields=["closed_at"])
        _note(actor, link, sentence("Opened the referral link %(campaign)s", campaign=campaign), now)
    return link


def close_link(*, actor: Actor, link: ReferralLink, now: datetime) -> None:
    """Close a campaign's link; its statistics stay. Closing it again changes nothing, the main link stays open.

    PermissionDenied for anyone but the partner's salespeople, the program's staff and the system.
    """
    require(actor, "referral.manage", program_id=link.program_id)
    with transaction.atomic():
        open_link = ReferralLink.objects.visible_to(actor).filter(pk=link.pk, closed_at=None).exclude(campaign="")
        if open_link.update(closed_at=now):
            _note(actor, link, sentence("Closed the referral link %(campaign)s", campaign=link.campaign), now)


def make_main_links(*, actor: Actor, program_id: int, now: datetime) -> int:
    """Give each partner its main link if it has none (B24-5.1); returns how many. PermissionDenied for partners."""
    require(actor, "clients.manage", program_id=program_id)
    lacking = Partner.objects.visible_to(actor).filter(ended_on=None).exclude(referral_links__campaign="")
    made = [_unsaved(partner, "", now) for partner in lacking.order_by("pk")]
    return len(ReferralLink.objects.bulk_create(made, ignore_conflicts=True, batch_size=500))


def _new(partner: Partner, campaign: str, now: datetime) -> ReferralLink:
    for tries in range(_TRIES):
        link = _unsaved(partner, campaign, now)
        try:
            with transaction.atomic():
                link.save()
        except IntegrityError as error:
            if violated(error, "clients_referral_campaign"):
                said = _("This campaign already has a link. Enter another name.")
                raise UnableToMakeLink({"campaign": said}) from error
            if tries + 1 == _TRIES or not violated(error, "clients_referral_code"):
                raise
        else:
            return link
    raise AssertionError("the last try returns or raises")


def _unsaved(partner: Partner, campaign: str, now: datetime) -> ReferralLink:
    return ReferralLink(
        program_id=partner.program_id, partner=partner, code=new_link_code(), campaign=campaign, made_at=now
    )


def _note(actor: Actor, link: ReferralLink, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action="referral.manage", subject=link, partner_id=link.partner_id, now=now, summary=summary)
