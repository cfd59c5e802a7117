"""Stores website checks and applies their consequences (B24-1.4c)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Code, sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from partners.events import ProfileChanged, WebsiteMissed
from partners.models import Partner, WebsiteCheck
from partners.websites.look import Look
from programs.definition.directory import WebsiteCheck as Rule
from programs.rulebook import read_rulebook

PERMISSION = "profiles.moderate"
_MOST_MISSES = 32_000


class UnableToRecordCheck(Refused):
    """The check does not apply to the partner's current website."""


def record_check(*, actor: Actor, partner_id: int, rule: Rule, look: Look, today: date, now: datetime) -> WebsiteCheck:
    """Store a check of a partner's website.

    If the words were found, the count of misses and the grace period end, and the card returns. Missed periodic checks
    are counted; after enough of them in a row, the grace period starts ``today`` and the partner is told. Checks
    requested by a manager never count against the partner. There is one periodic check a day; a second one returns the
    first. Raises UnableToRecordCheck if the partner's website has changed, PermissionDenied.
    """
    require(actor, PERMISSION)
    with transaction.atomic():
        partner = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner_id)
        if partner.website != look.address:
            raise UnableToRecordCheck({"": _("The website's address has changed. Check it again.")})
        periodic = actor.user_id is None
        if periodic and (known := partner.website_checks.filter(on=today, asked_by=None).first()):
            return known
        check = WebsiteCheck.objects.create(
            program_id=partner.program_id,
            partner=partner,
            on=today,
            at=now,
            address=look.address,
            outcome=look.outcome,
            detail=look.detail,
            asked_by_id=actor.user_id,
        )
        if look.outcome == WebsiteCheck.Outcome.FOUND:
            _found(partner, today)
        elif periodic:
            _missed(partner, check, rule, today, now)
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=check,
            partner_id=partner.pk,
            now=now,
            summary=sentence(
                "Checked the website of %(partner)s: %(outcome)s",
                partner=partner.name,
                outcome=Code("partners.websitecheck.outcome", check.outcome),
            ),
        )
    return check


def _found(partner: Partner, today: date) -> None:
    if not partner.website_misses and partner.website_absent_on is None:
        return
    partner.website_misses, partner.website_absent_on = 0, None
    partner.save(update_fields=["website_misses", "website_absent_on"])
    publish(ProfileChanged(read_rulebook(partner.program_id), partner.pk, today))


def _missed(partner: Partner, check: WebsiteCheck, rule: Rule, today: date, now: datetime) -> None:
    partner.website_misses = min(partner.website_misses + 1, _MOST_MISSES)
    begins = partner.website_misses >= rule.misses and partner.website_absent_on is None
    if begins:
        partner.website_absent_on = today
    partner.save(update_fields=["website_misses", "website_absent_on"])
    if begins:
        publish(WebsiteMissed(read_rulebook(partner.program_id), partner.pk, check.pk, today, now))
