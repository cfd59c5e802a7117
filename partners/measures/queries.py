"""Reads of restrictions for public pages."""

from datetime import date

from common.tenancy import bind
from partners.models import Restriction

MOST = 500


def blacklisted(program_id: int, on: date) -> list[Restriction]:
    """The partners that the vendor publishes on its blacklist on a day, the latest first (B24-14.7).

    What a page may show of them: name, country, days and clause; the reason is the partner's own.
    """
    with bind(program_id):
        rows = Restriction.objects.filter(program_id=program_id, effect=Restriction.Effect.BLACKLIST).in_force(on)
        return list(rows.select_related("partner").order_by("-starts_on", "-pk")[:MOST])
