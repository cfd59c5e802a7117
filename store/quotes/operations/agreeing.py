"""The vendor agrees to a lower end-user price for a partner's client, until a day (B24-13.5).

``agree_price`` is also the port for other apps: a reaction calls it with a ``reference``, for example of an approved
deal (KKV-5.3), and a second call with the same one changes nothing.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.dates import DAY
from common.events import publish
from common.refusals import Refused
from common.text import without_odd
from partners.models import Partner
from programs.rulebook import Rulebook
from store.catalogue.changes import LARGEST
from store.models import PriceAgreement, Product
from store.money import minor_units
from store.quotes.events import PriceAgreed

PERMISSION = "agreements.decide"


class UnableToAgree(Refused):
    """The price can't be agreed or ended; ``problems`` says why, by field."""


def agree_price(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    company: str,
    product: Product,
    price: Decimal,
    ends_on: date,
    reason: str,
    reference: str = "",
    today: date,
    now: datetime,
) -> PriceAgreement:
    """Let a partner offer a product to a company from ``price`` on, in the partner's currency, until a day.

    Raises UnableToAgree for a price or day that can't be, PermissionDenied for partners.
    """
    require(actor, PERMISSION, program_id=partner.program_id)
    company, reason = without_odd(company)[:200], without_odd(reason)[:400]
    problems: dict[str, str] = {}
    if not company:
        problems["company"] = _("Enter the client's company.")
    if not reason:
        problems["reason"] = _("Enter a reason.")
    if ends_on < today:
        problems["ends_on"] = _("Enter today or a later day.")
    if not 0 <= price < LARGEST or price % Decimal(1).scaleb(-minor_units(partner.currency)):
        said = _("Enter an amount with at most %(decimals)s decimals.")
        problems["price"] = said % {"decimals": minor_units(partner.currency)}
    if problems:
        raise UnableToAgree(problems)
    with transaction.atomic():
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        known = PriceAgreement.objects.filter(program_id=partner.program_id, reference=reference, product=product)
        if reference and (found := known.first()):
            return found
        row = PriceAgreement.objects.create(
            program_id=partner.program_id,
            partner=partner,
            company=company,
            product=product,
            currency=partner.currency,
            price=price,
            starts_on=today,
            ends_on=ends_on,
            reason=reason,
            reference=reference,
            agreed_at=now,
            agreed_by_id=actor.user_id,
        )
        summary = sentence(
            "Agreed to %(price)s %(currency)s for %(product)s at %(client)s until %(ends_on)s",
            price=price,
            currency=partner.currency,
            product=product.name,
            client=company,
            ends_on=ends_on,
        )
        _note(actor, row, summary, now)
        publish(PriceAgreed(rulebook, partner.pk, row.pk, today, now))
    return row


def end_agreement(*, actor: Actor, agreement: PriceAgreement, today: date, now: datetime) -> PriceAgreement:
    """End an agreed price: quotes of today need the usual minimum. Quotes already made stay as they are.

    Raises UnableToAgree once it is over, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=agreement.program_id)
    with transaction.atomic():
        rows = PriceAgreement.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
        row = rows.get(pk=agreement.pk)
        if row.ends_on < today:
            raise UnableToAgree({"": _("This agreed price has ended.")})
        row.ends_on = today - DAY
        row.starts_on = min(row.starts_on, row.ends_on)
        row.save(update_fields=["starts_on", "ends_on"])
        _note(actor, row, sentence("Ended the agreed price for %(client)s", client=row.company), now)
    return row


def _note(actor: Actor, row: PriceAgreement, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=row, partner_id=row.partner_id, now=now, summary=summary)
