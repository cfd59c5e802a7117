"""One row of each table of NFR licenses, for tests that ask the same of every table."""

from datetime import UTC, datetime

from django.db import models

from accounts.models import User
from clients.keys import sealed
from nfr.models import NfrGrant, NfrKeyLook
from partners.models import Partner

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def nfr_rows(partner: Partner, user: User, text: str) -> list[models.Model]:
    """A license that waits for approval, and a view of its key; every text is the given one."""
    own = {"program": partner.program, "partner": partner}
    grant = NfrGrant.objects.create(
        **own,
        kind="on_premise",
        form="on_premise",
        slot=1,
        allowance=1,
        given="on_claim",
        state="waiting",
        purposes=[text],
        reason=text,
        claimed_at=NOW,
        claimed_by=user,
        **sealed(f"NNNNN-BBBBB-CCCCC-DDDDD-{partner.code}"),
    )
    return [grant, NfrKeyLook.objects.create(**own, grant=grant, by=user, at=NOW)]
