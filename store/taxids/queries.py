"""Whose tax ID a register has to be asked about."""

from datetime import date, timedelta

from common.actor import Actor
from partners.models import Partner
from programs.rulebook import Rulebook
from store.models import TaxIdAnswer

REFRESH = timedelta(days=7)  # an answer is asked again this long before it is too old


def due_for_check(*, actor: Actor, rulebook: Rulebook, today: date) -> list[Partner]:
    """Partners in reverse-charge countries whose answer is missing or nearly too old.

    None where the rules only check the format.
    """
    store = rulebook.on(today).store
    if store is None or store.payment.tax_id_check != "register":
        return []
    countries = {code for tax in store.payment.taxes if tax.needs_tax_id for code in tax.countries}
    partners = Partner.objects.visible_to(actor).filter(ended_on=None, country__in=countries)
    held = {partner.pk: partner for partner in partners if partner.legal.get("tax_id")}
    days = store.payment.tax_id_days - REFRESH.days
    rows = TaxIdAnswer.objects.visible_to(actor).recent(since=today - timedelta(days=max(days, 0)), on=today)
    known = set(rows.filter(partner__in=held).values_list("partner_id", "tax_id"))
    return [each for each in held.values() if (each.pk, str(each.legal["tax_id"])[:60]) not in known]
