"""Bonuses of a tenant, with words that nobody else may read."""

from datetime import UTC, date, datetime

from django.db import models

from accounts.models import User
from partners.models import Partner
from store.models import BonusApplication, BonusCredit, BonusEntry, BonusUse

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ON = date(2026, 2, 1)


def bonus_rows(partner: Partner, user: User, private: str) -> list[models.Model]:
    """An application, and a credit from which an order took money."""
    own = {"program": partner.program, "partner": partner}
    application = BonusApplication.objects.create(
        **own, kind="kickstart", applied_by=user, applied_at=NOW, reason=private[:400]
    )
    credit = BonusCredit.objects.create(
        **own,
        kind="award",
        period="2026",
        currency="EUR",
        amount=777,
        available=777,
        credited_on=ON,
        expires_on=date(2027, 1, 1),
        credited_at=NOW,
        reason=private[:400],
    )
    use = BonusUse.objects.create(**own, order=private[:60], currency="EUR", amount=77, held_on=ON)
    entry = BonusEntry.objects.create(
        **own,
        credit=credit,
        use=use,
        kind="used",
        amount=-77,
        on=ON,
        key=private[:120],
        reason=private[:400],
        posted_at=NOW,
    )
    return [application, credit, use, entry]
