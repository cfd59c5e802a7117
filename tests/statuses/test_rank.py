"""A partner's rank matches `manage.py standings`."""

from datetime import date
from decimal import Decimal

import pytest

from common.actor import Actor
from common.tenancy import bind
from statuses.network import standings
from statuses.rank import Rank, rank
from tests.careers import CLIMB, TODAY, live
from tests.cast import admit

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def place(partner):
    return rank(program_id=partner.program_id, partner_id=partner.pk, track="status", account="main")


@pytest.mark.rule("B24-4.1r")
def test_rank_matches_standings_command(program):
    lives = {"b-late": date(2025, 3, 10), "a-early": date(2025, 3, 1), "c-same": date(2025, 3, 10)}
    partners = [admit(program, code, code, accepted_on=on) for code, on in lives.items()]
    rich = admit(program, "rich", "Rich", country="DE")
    poor = [admit(program, code, code, accepted_on=date(2026, 2, 1)) for code in ("new-a", "new-b")]
    gone = admit(program, "gone", "Gone")
    for partner in partners:
        live(partner, CLIMB)
    live(rich, [*CLIMB, ("sale", date(2025, 9, 1), {"amount": Decimal(5000), "subject": "Client"})])
    for partner in (*poor, gone):
        live(partner, [])
    everyone = [*partners, rich, *poor, gone]
    with bind(program.pk):
        printed = {p.partner: p.rank for p in standings(actor=Actor.system(program.pk), as_of=TODAY)}
    assert {p.code: place(p).program if place(p) else None for p in everyone} == printed
    assert printed == {"rich": 1, "a-early": 2, "b-late": 3, "c-same": 4, "new-a": 5, "new-b": 6, "gone": None}
    assert place(rich) == Rank(1, 1)
    assert place(partners[0]) == Rank(3, 2)


def test_member_sees_rank_without_seeing_other_partners(visit, alice, career, beta):
    live(beta, [*CLIMB, ("sale", date(2025, 9, 1), {"amount": Decimal(5000), "subject": "Client"})])
    assert visit(alice).get("/dashboard/").context["rank"] == Rank(2, 2)
