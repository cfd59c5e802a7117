"""Claiming, extending and rolling back NFR licenses in a program with allowances by level."""

from datetime import date, timedelta

import pytest

from activities.models import Activity
from clients.operations.adding import add_client
from clients.operations.licences import open_licence
from common.actor import Actor
from common.tenancy import bind, bind_actor
from nfr.allowances import allowances
from nfr.operations.claiming import UnableToClaimNfr
from nfr.operations.deciding import UnableToExtendNfr, revoke_nfr
from notices.models import Notice
from portal.opening import open_days
from statuses.operations import terminate
from tests.cast import admit, partner_actor, staff_actor
from tests.nfr.acts import NOW, TODAY, USES, claim, extended, fresh, newcomer, opened, raised, rules, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def alpha(program):
    return newcomer(program, "alpha", "Alpha Works")


@pytest.fixture
def beta(program):
    return newcomer(program, "beta", "Beta Labs")


@pytest.mark.rule("B24-8.1a")
def test_every_partner_claims_a_cloud_subscription(alpha, alice):
    row = claim(alpha, alice)
    assert (row.state, row.account, row.starts_on, row.ends_on) == (
        "active",
        "alpha-demo.bitrix24.com",
        TODAY,
        date(2026, 8, 15),
    )
    with bind(alpha.program_id):
        recorded = Activity.objects.get(kind="nfr_claim")
        assert (recorded.attributes, recorded.subject, recorded.on) == ({"form": "cloud"}, row.account, TODAY)
        assert Notice.objects.filter(kind="nfr").count() == 1
    with pytest.raises(UnableToClaimNfr) as refused:
        claim(alpha, alice, account="alpha-two.bitrix24.com")
    assert "1 license" in refused.value.problems["kind"]


@pytest.mark.rule("B24-8.1a")
def test_an_account_that_was_ever_paid_for_is_refused(alpha, beta, alice):
    system = Actor.system(alpha.program_id)
    with bind(alpha.program_id):
        client = add_client(
            actor=system,
            partner=beta,
            kind="cloud",
            account="paid.bitrix24.com",
            company="Paid",
            country="CY",
            origin="purchase",
            today=date(2024, 1, 1),
            now=NOW,
        )
        open_licence(
            actor=system,
            client=client,
            partner=beta,
            kind="subscription",
            product="p",
            plan="P",
            seats=5,
            starts_on=date(2024, 1, 1),
            ends_on=date(2024, 12, 31),
            reference="o",
            today=date(2024, 1, 1),
            now=NOW,
        )
    with pytest.raises(UnableToClaimNfr) as refused:
        claim(alpha, alice, account="https://PAID.bitrix24.com/")
    assert "paid subscription" in refused.value.problems["account"]


def test_one_account_has_one_nfr_license(alpha, beta, alice, bob):
    claim(alpha, alice)
    with pytest.raises(UnableToClaimNfr) as refused:
        claim(beta, bob)
    assert refused.value.problems == {"account": "This account already has an NFR license."}


@pytest.mark.rule("B24-8u")
def test_the_allowed_uses_are_accepted(alpha, alice):
    for uses in ([], ["Resale"]):
        with pytest.raises(UnableToClaimNfr) as refused:
            claim(alpha, alice, uses=uses)
        assert "purposes" in refused.value.problems
    row = claim(alpha, alice)
    assert (row.purposes, row.accepted_by_id, row.accepted_at) == (USES, alice.pk, NOW)


@pytest.mark.rule("B24-8u")
def test_a_breach_ends_a_license_at_once_and_uses_its_slot(alpha, alice, charlie):
    row, manager = claim(alpha, alice), staff_actor(alpha.program, charlie)
    with bind_actor(manager):
        revoke_nfr(actor=manager, grant=row, reason="Resold", rulebook=rules(alpha), today=TODAY, now=NOW)
    assert (fresh(row).state, fresh(row).cause) == ("ended", "breach")
    with pytest.raises(UnableToClaimNfr):
        claim(alpha, alice, account="alpha-two.bitrix24.com")


@pytest.mark.rule("B24-8.1b")
def test_bronze_may_not_extend_and_goes_back_to_the_free_plan(alpha, alice):
    row, actor = claim(alpha, alice), partner_actor(alpha, alice)
    with pytest.raises(UnableToExtendNfr):
        extended(row, actor, date(2026, 8, 10))
    assert opened(alpha, date(2026, 8, 15)) == 0, "its last day"
    assert opened(alpha, date(2026, 8, 16)) == 1
    assert opened(alpha, date(2026, 8, 16)) == 0
    assert (fresh(row).state, fresh(row).cause) == ("ended", "term")
    with bind(alpha.program_id):
        ended = Notice.objects.get(key=f"nfr/{row.pk}/ended")
        assert "free plan" in ended.body
    with pytest.raises(UnableToClaimNfr):
        claim(alpha, alice, account="alpha-two.bitrix24.com", on=date(2026, 8, 17))


@pytest.mark.rule("B24-8.1b")
def test_silver_extends_in_the_days_before_the_end(alpha, alice, charlie):
    raised(alpha, charlie, "silver")
    row, actor = claim(alpha, alice), partner_actor(alpha, alice)
    with pytest.raises(UnableToExtendNfr):
        extended(row, actor, date(2026, 7, 15))
    assert extended(row, actor, date(2026, 7, 16)).ends_on == date(2027, 2, 15)
    with pytest.raises(UnableToExtendNfr):
        extended(row, actor, date(2026, 7, 16))


@pytest.mark.rule("B24-8.2")
def test_silver_claims_one_key_and_gold_two(alpha, alice, charlie):
    with pytest.raises(UnableToClaimNfr):
        claim(alpha, alice, kind="on_premise", account="")
    raised(alpha, charlie, "silver")
    row = claim(alpha, alice, kind="on_premise", account="")
    assert row.ends_on == date(2027, 2, 15)
    assert row.key_ending
    with pytest.raises(UnableToClaimNfr):
        claim(alpha, alice, kind="on_premise", account="")
    raised(alpha, charlie, "gold")
    assert claim(alpha, alice, kind="on_premise", account="").slot == 2
    with pytest.raises(UnableToClaimNfr):
        claim(alpha, alice, kind="on_premise", account="")


@pytest.mark.rule("B24-8.2")
def test_keys_beyond_a_lower_level_run_to_their_term_and_are_not_extended(alpha, alice, charlie):
    raised(alpha, charlie, "gold")
    one, two = (claim(alpha, alice, kind="on_premise", account="") for _each in range(2))
    raised(alpha, charlie, "silver", on=TODAY + timedelta(days=1))
    assert opened(alpha, TODAY + timedelta(days=1)) == 0
    assert {fresh(one).state, fresh(two).state} == {"active"}
    actor = partner_actor(alpha, alice)
    assert extended(one, actor, date(2027, 2, 1)).ends_on == date(2028, 2, 15)
    with pytest.raises(UnableToExtendNfr):
        extended(two, actor, date(2027, 2, 1))
    assert opened(alpha, date(2027, 2, 16)) == 1
    with pytest.raises(UnableToClaimNfr):
        claim(alpha, alice, kind="on_premise", account="", on=date(2027, 2, 17))


@pytest.mark.rule("B24-8.1b", "B24-1.5")
def test_a_termination_rolls_everything_back_at_once(alpha, alice, charlie):
    row, manager = claim(alpha, alice), staff_actor(alpha.program, charlie)
    with bind_actor(manager):
        terminate(actor=manager, partner=alpha, reason="Left", on=TODAY, today=TODAY, now=NOW)
    assert (fresh(row).state, fresh(row).cause) == ("ended", "status")


@pytest.mark.rule("B24-8.1b")
def test_a_cancelled_status_rolls_back_at_once(program, alice, charlie):
    new = admit(program, "gamma", "Gamma", accepted_on=date(2026, 1, 10))
    settled(new, date(2026, 1, 10))
    with bind(program.pk):
        open_days(program_id=program.pk, until=date(2026, 1, 11), now=NOW)
    row = claim(new, alice, on=date(2026, 1, 11))
    with bind(program.pk):
        open_days(program_id=program.pk, until=date(2026, 4, 11), now=NOW)
    assert (fresh(row).state, fresh(row).cause) == ("ended", "status")


def test_reminders_go_out_once_a_day_before_the_end(alpha, alice):
    row = claim(alpha, alice)
    for on in (date(2026, 7, 16), date(2026, 7, 16), date(2026, 8, 8)):
        opened(alpha, on)
    with bind(alpha.program_id):
        assert Notice.objects.filter(key__startswith=f"nfr/{row.pk}/ending").count() == 2


def test_a_former_partner_has_no_allowance(alpha):
    with bind(alpha.program_id):
        alpha.ended_on = TODAY
        alpha.save()
        assert allowances(partner=alpha, rulebook=rules(alpha), on=TODAY) == []
