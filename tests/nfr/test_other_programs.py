"""NFR licenses that come with a sale or a level, or that staff approve."""

import pytest

from activities.operations import record_activity, retract_activity
from common.actor import Actor
from common.tenancy import bind, bind_actor
from nfr.models import NfrGrant
from nfr.operations.claiming import UnableToClaimNfr
from nfr.operations.deciding import approve_nfr, decline_nfr
from tests.cast import admit, hire, join, open_program, staff_actor
from tests.nfr.acts import NOW, TODAY, claim, opened, raised, rules

pytestmark = pytest.mark.django_db


@pytest.mark.rule("BPS-nfr")
def test_infopace_opens_with_the_first_sale_of_the_intranet_product(delta, dora):
    system, uses = Actor.system(delta.program_id), ["Testing"]
    claimed = {"kind": "infopace", "account": "", "uses": uses}
    with pytest.raises(UnableToClaimNfr) as refused:
        claim(delta, dora, **claimed)
    assert "First sale" in refused.value.problems["kind"]

    def sold(product):
        with bind(delta.program_id):
            return record_activity(
                actor=system,
                partner=delta,
                rulebook=rules(delta),
                kind="sale",
                on=TODAY,
                today=TODAY,
                now=NOW,
                amount=500,
                quantity=1,
                attributes={"product": product},
            )

    sold("site")
    with pytest.raises(UnableToClaimNfr):
        claim(delta, dora, **claimed)
    sale = sold("intranet")
    with bind(delta.program_id):
        retract_activity(actor=system, activity=sale, reason="Refunded", today=TODAY, now=NOW)
    with pytest.raises(UnableToClaimNfr):
        claim(delta, dora, **claimed)
    sold("intranet")
    row = claim(delta, dora, **claimed)
    assert (row.state, row.ends_on) == ("active", None)


@pytest.mark.rule("BPS-nfr")
def test_teampace_is_sent_when_certified_is_reached(delta, erin):
    raised(delta, erin, "certified")
    with bind(delta.program_id):
        rows = list(NfrGrant.objects.values_list("kind", "given", "state"))
    assert rows == [("teampace", "by_itself", "active")]
    assert opened(delta, TODAY) == 0


@pytest.fixture
def sm11(db):
    return admit(open_program("bitrix-sm11"), "sigma", "Sigma")


@pytest.mark.rule("BSM-nfr")
def test_licences_are_sent_up_to_the_number_of_the_level(sm11):
    staff, user = hire(sm11.program, "Sam"), join(sm11, "Sue")
    row = claim(sm11, user, kind="licence", account="", uses=["Testing"])
    assert row.state == "waiting"
    manager = staff_actor(sm11.program, staff)
    with bind_actor(manager):
        approve_nfr(actor=manager, grant=row, rulebook=rules(sm11), today=TODAY, now=NOW)
    for level, number in (("certified", 2), ("gold", 4)):
        raised(sm11, staff, level)
        with bind(sm11.program_id):
            assert NfrGrant.objects.filter(state="active").count() == number


def test_a_declined_claim_leaves_its_slot_free(sm11):
    staff, user = hire(sm11.program, "Sam"), join(sm11, "Sue")
    manager = staff_actor(sm11.program, staff)
    row = claim(sm11, user, kind="licence", account="", uses=["Testing"])
    with bind_actor(manager):
        decline_nfr(actor=manager, grant=row, reason="Not yet", rulebook=rules(sm11), today=TODAY, now=NOW)
    assert claim(sm11, user, kind="licence", account="", uses=["Testing"]).slot == 1
