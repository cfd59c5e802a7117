"""Changes of licenses and answers about tax IDs, for tests that ask the same of every table."""

from django.db import models

from clients.models import ClientLicence
from partners.models import Partner
from store.models import LicenceChange, OrderLine, TaxIdAnswer
from tests.store.rows import NOW, ON


def renewal_rows(partner: Partner, text: str) -> list[models.Model]:
    """One row of each table."""
    own = {"program": partner.program, "partner": partner}
    line, licence = (
        OrderLine.objects.filter(partner=partner).first(),
        ClientLicence.objects.filter(partner=partner).first(),
    )
    return [
        LicenceChange.objects.create(**own, line=line, licence=licence, days=365, at=NOW),
        TaxIdAnswer.objects.create(
            **own,
            country="DE",
            tax_id=text[:60],
            valid=True,
            register="offline",
            name=text[:300],
            answer={"said": text},
            asked_on=ON,
            asked_at=NOW,
        ),
    ]
