"""Partner histories for page tests, recorded with the real operations up to one fixed day."""

from datetime import UTC, date, datetime
from decimal import Decimal
from unittest.mock import patch

from activities.operations import record_activity
from common.actor import Actor
from common.tenancy import bind
from portal.opening import open_days
from programs.rulebook import read_rulebook
from statuses.operations import settle
from tests.kept import kept

TODAY = date(2026, 2, 16)
NOON = datetime(2026, 2, 16, 12, 0, tzinfo=UTC)

# What a partner accepted on 2025-03-10 does to reach the second level, in date order.
CLIMB = [
    ("course", date(2025, 3, 20), {"subject": "Ada", "attributes": {"course": "tutorial"}}),
    ("nfr_claim", date(2025, 3, 21), {"subject": "alpha.example", "attributes": {"form": "cloud"}}),
    ("course", date(2025, 4, 2), {"subject": "Ada", "attributes": {"course": "sales"}}),
    ("evidence", date(2025, 4, 3), {"subject": "alpha.example", "attributes": {"evidence": "website"}}),
    ("evidence", date(2025, 4, 4), {"subject": "alpha.example/s", "attributes": {"evidence": "social"}}),
    ("evidence", date(2025, 4, 5), {"subject": "help@alpha.example", "attributes": {"evidence": "first_line"}}),
    ("sale", date(2025, 5, 6), {"subject": "Client One", "amount": Decimal("1234.50")}),
    ("sale", date(2025, 6, 9), {"subject": "Client Two", "amount": Decimal("1500.00")}),
]


def introduce(partner):
    """Fill in the empty fields that the directory requires, and approve the profile."""
    own = f"{partner.code}.example"
    profile = {
        "email": f"office@{own}",
        "phone": "+357 22 000000",
        "address": "1 Ledra Street",
        "website": f"https://{own}",
        "description": "Sets up portals.",
        "services": ["Implementation"],
        "moderated_on": partner.accepted_on,
    }
    for name, value in profile.items():
        setattr(partner, name, getattr(partner, name) or value)
    partner.save(update_fields=list(profile))


def live(partner, deeds, *, until=TODAY):
    """Record each activity on its day, and open the day on which the partner is viewed.

    Points and levels follow once, with the last activity: a life that is replayed at its end has the same levels
    (tests/scenarios/test_lived_equals_replayed.py), and costs a tenth.
    """
    kept(_live, partner, deeds, until)


def _live(partner, deeds, until):
    actor = Actor.system(partner.program_id)
    with bind(partner.program_id):
        introduce(partner)
        rulebook = read_rulebook(partner.program_id)

        def record(kind, on, fields):
            record_activity(
                actor=actor, partner=partner, rulebook=rulebook, kind=kind, on=on, today=on, now=NOON, **fields
            )

        with patch("activities.operations.publish"):
            for deed in deeds[:-1]:
                record(*deed)
        for deed in deeds[-1:]:
            record(*deed)
        settle(
            rulebook=read_rulebook(partner.program_id),
            partner_ids=[partner.pk],
            until=until,
            now=NOON,
        )
    open_days(program_id=partner.program_id, until=until, now=NOON)
