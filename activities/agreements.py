"""Records what a new partner has accepted as activities, where the program's levels ask for it (BPS-req)."""

from activities.operations import record_activity
from common.actor import Actor
from partners.events import PartnerAccepted
from partners.models import Consent, Partner


def record_agreements(event: PartnerAccepted) -> int:
    """Record an activity for each accepted agreement that the program's file names one for. Returns how many.

    They count from the day the company joins, because nothing of a partner counts before it.
    """
    actor = Actor.system(event.program_id)
    recorded = {text.code: text.records for text in event.rulebook.on(event.today).agreements if text.records}
    if not recorded:
        return 0
    partner = Partner.objects.visible_to(actor).get(pk=event.partner_id)
    consents = Consent.objects.visible_to(actor).filter(application=event.application_id, agreement__in=recorded)
    accepted = sorted(set(consents.values_list("agreement", flat=True)))
    for code in accepted:
        record_activity(
            actor=actor,
            partner=partner,
            rulebook=event.rulebook,
            kind=recorded[code].of,
            on=event.today,
            today=event.today,
            now=event.now,
            reference=f"agreement/{partner.code}/{code}",
            attributes=recorded[code].attributes,
        )
    return len(accepted)
