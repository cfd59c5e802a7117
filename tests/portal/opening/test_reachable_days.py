"""A blocking activity leaves its window, and that day's opening upgrades the partner although nothing happened."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from activities.operations import record_activity
from common.actor import Actor
from common.tenancy import bind
from portal.opening import open_days
from programs.operations import FIRST_RULES, publish
from programs.rulebook import read_rulebook
from statuses.models import Standing
from tests.cast import admit
from tests.programs.files import SMALL, changed

NOW = datetime(2025, 3, 1, tzinfo=UTC)
BAR = (
    '{ clause = "C-5", code = "clean", name = "No complaint", kind = "count", of = "complaint", at_most = 0, '
    'window = "year" },'
)
COMPLAINT = '[activities.complaint]\nclause = "C-1"\nname = "Complaint"\n\n[points.accounts.main]'


@pytest.fixture
def partner(db):
    source = changed(changed(SMALL, "[points.accounts.main]", COMPLAINT), "reach = [\n", f"reach = [\n  {BAR}\n")
    revision = publish(
        actor=Actor.system(None),
        program_code="club",
        source=source,
        effective_from=date(2025, 1, 1),
        now=NOW,
        partners_on=FIRST_RULES,
    )
    return admit(revision.program, "one", "One Ltd", accepted_on=date(2025, 2, 1))


def record(partner, kind, on, **fields):
    record_activity(
        actor=Actor.system(partner.program_id),
        partner=partner,
        kind=kind,
        on=on,
        today=on,
        now=NOW,
        rulebook=read_rulebook(partner.program_id),
        **fields,
    )


def level(partner):
    return Standing.objects.get(partner=partner, track="status").level


def test_level_is_reached_when_the_complaint_leaves_the_window(partner):
    with bind(partner.program_id):
        record(partner, "complaint", date(2025, 3, 10))
        record(partner, "sale", date(2025, 6, 1), amount=Decimal(5000), subject="client")
        assert level(partner) == "first"
        open_days(program_id=partner.program_id, until=date(2025, 6, 1), now=NOW)
        open_days(program_id=partner.program_id, until=date(2026, 3, 9), now=NOW)
        assert level(partner) == "first"
        open_days(program_id=partner.program_id, until=date(2026, 3, 10), now=NOW)
        assert level(partner) == "second"
