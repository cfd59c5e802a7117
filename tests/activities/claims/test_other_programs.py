"""Claims in other programs: plans approved first, and requested points."""

from dataclasses import replace

import pytest

from activities.claims.answers import Given
from activities.claims.operations.deciding import approve_claim, approve_plan
from activities.claims.operations.submitting import complete_claim
from activities.claims.writing import UnableToDecideClaim
from common.actor import Actor
from common.tenancy import bind
from points.models import Account
from programs.operations import FIRST_RULES, publish
from programs.rulebook import rulebook_of
from tests import cast
from tests.careers import TODAY
from tests.claims import at, claimed

pytestmark = pytest.mark.django_db


def points(partner):
    return Account.objects.get(partner=partner, code="main").points


@pytest.mark.rule("BPS-points")
def test_bitrix_2011_approves_the_plan_of_a_module_first(other_program, delta, dora, erin):
    manager, dev = cast.staff_actor(other_program, erin), cast.partner_actor(delta, dora)
    with bind(other_program.pk):
        rulebook = rulebook_of(other_program)
        claim = claimed(delta, dora, "module", Given(answers={"plan": "A module for shops."}, subject="Shop"))
        with pytest.raises(UnableToDecideClaim):
            approve_claim(actor=manager, claim=claim, rulebook=rulebook, **at())
        approve_plan(actor=manager, claim=claim, **at())
        result = Given(answers={"result": "https://shop.example"}, on=TODAY, subject="Shop")
        complete_claim(actor=dev, claim=claim, rulebook=rulebook, given=result, **at())
        approve_claim(actor=manager, claim=claim, rulebook=rulebook, **at())
        assert points(delta) == 500


@pytest.fixture
def asking():
    """A partner of a program where partners request points, at most once a year."""
    text = (cast.PRESETS / "bitrix-sm11.toml").read_text(encoding="utf-8")
    head, mark, rest = text.partition("[activities.extra]\nclaim = { ")
    assert mark
    program = publish(
        program_code="bitrix-sm11",
        source=f"{head}{mark}cap = {{ at_most = 1 }}, {rest}",
        effective_from=cast.PUBLISHED_AT.date(),
        actor=Actor.system(None),
        now=cast.PUBLISHED_AT,
        partners_on=FIRST_RULES,
    ).program
    partner = cast.admit(program, "echo", "Echo")
    return partner, cast.join(partner, "Eve"), cast.staff_actor(program, cast.hire(program, "Max"))


@pytest.mark.rule("BSM-extra")
def test_partner_requests_points_and_vendor_sets_the_number(asking, db):
    partner, user, manager = asking
    asked = Given(answers={"reason": "A seminar and a catalogue."}, on=TODAY, quantity=500)
    with bind(partner.program_id):
        rulebook = rulebook_of(partner.program)
        claim = claimed(partner, user, "extra", asked)
        second = claimed(partner, user, "extra", replace(asked, quantity=10))
        approve_claim(actor=manager, claim=claim, rulebook=rulebook, quantity=120, text="Not more.", **at())
        assert points(partner) == 120
        with pytest.raises(UnableToDecideClaim, match="1 claim of “Extra points approved” within a year"):
            approve_claim(actor=manager, claim=second, rulebook=rulebook, **at())
        assert points(partner) == 120
