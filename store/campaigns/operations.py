"""Announcing a price campaign, and ending one early (B24-13.5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.countries import COUNTRY_CODES
from common.dates import DAY
from common.refusals import Refused
from common.text import without_odd
from programs.rulebook import Rulebook
from store.campaigns.models import NAMED_IN
from store.models import PriceCampaign, Product

PERMISSION = "campaigns.run"
LONGEST_NAME = 120


class UnableToRunCampaign(Refused):
    """The campaign can't be announced or ended; ``problems`` says why, by field."""


def announce_campaign(
    *,
    actor: Actor,
    rulebook: Rulebook,
    name: str,
    starts_on: date,
    ends_on: date,
    percent: Decimal,
    minimum_percent: Decimal,
    products: Sequence[str] = (),
    countries: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    today: date,
    now: datetime,
) -> PriceCampaign:
    """Announce a campaign; empty ``products`` or ``countries`` mean all of them (B24-13.5, R11).

    ``names`` has the name in other languages, by code; empty ones and languages that the portal lacks are left out.
    Raises UnableToRunCampaign for days that have passed or percents that can't be, PermissionDenied for partners.
    """
    require(actor, PERMISSION, program_id=rulebook.program.pk)
    name = without_odd(name)[:LONGEST_NAME]
    problems: dict[str, str] = {}
    if rulebook.on(today).store is None:
        problems[""] = _("This program has no store.")
    if not name:
        problems["name"] = _("Enter a name. Partners see it in the cart.")
    if starts_on < today:
        problems["starts_on"] = _("Enter today or a later day.")
    if ends_on < starts_on:
        problems["ends_on"] = _("The end is before the start.")
    problems |= _percents(percent, minimum_percent)
    known = set(Product.objects.visible_to(actor).values_list("code", flat=True)) if products else set()
    if unknown := sorted(set(products) - known):
        problems["products"] = _("There is no product “%(code)s”.") % {"code": unknown[0]}
    if unknown := sorted(set(countries) - set(COUNTRY_CODES)):
        problems["countries"] = _("“%(code)s” isn't a country code.") % {"code": unknown[0]}
    if problems:
        raise UnableToRunCampaign(problems)
    with transaction.atomic():
        row = PriceCampaign.objects.create(
            program_id=rulebook.program.pk,
            name=name,
            names=_in_languages(names or {}),
            starts_on=starts_on,
            ends_on=ends_on,
            percent=percent,
            minimum_percent=minimum_percent,
            products=sorted(set(products)),
            countries=sorted(set(countries)),
            announced_at=now,
            announced_by_id=actor.user_id,
        )
        _note(
            actor,
            row,
            sentence(
                "Announced the campaign %(name)s from %(starts_on)s to %(ends_on)s",
                name=name,
                starts_on=starts_on,
                ends_on=ends_on,
            ),
            now,
        )
    return row


def end_campaign(*, actor: Actor, campaign: PriceCampaign, today: date, now: datetime) -> PriceCampaign:
    """End a campaign: today's prices are without it. Raises UnableToRunCampaign once it is over, PermissionDenied."""
    require(actor, PERMISSION, program_id=campaign.program_id)
    with transaction.atomic():
        rows = PriceCampaign.objects.visible_to(actor).select_for_update(no_key=True)
        row = rows.get(pk=campaign.pk)
        if row.ends_on < today or row.withdrawn_at:
            raise UnableToRunCampaign({"": _("This campaign is over.")})
        if row.starts_on < today:
            row.ends_on = today - DAY
        else:
            row.withdrawn_at = now  # it has had no whole day
        row.save(update_fields=["ends_on", "withdrawn_at"])
        _note(actor, row, sentence("Ended the campaign %(name)s", name=row.name), now)
    return row


def _in_languages(names: Mapping[str, str]) -> dict[str, str]:
    cleaned = {code: without_odd(names.get(code, ""))[:LONGEST_NAME] for code in NAMED_IN}
    return {code: name for code, name in cleaned.items() if name}


def _percents(percent: Decimal, minimum_percent: Decimal) -> dict[str, str]:
    if not 0 <= percent < 100:
        return {"percent": _("Enter a percentage from 0 to 99.99.")}
    if not 0 <= minimum_percent <= 100:
        return {"minimum_percent": _("Enter a percentage from 0 to 100.")}
    if not percent and not minimum_percent:
        return {"percent": _("Enter a discount, a lower minimal price, or both.")}
    return {}


def _note(actor: Actor, row: PriceCampaign, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=row, now=now, summary=summary)
