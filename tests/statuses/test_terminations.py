"""A termination planned for a day ahead: it is done once on its day, may be canceled, and says what it ends."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from common.actor import Actor
from common.tenancy import bind
from partners.models import Partner
from statuses.models import Decision, PlannedEnd
from statuses.operations import UnableToDecideLevel
from statuses.terminations import cancel_end, end_or_plan, end_planned
from tests.careers import NOON, TODAY
from tests.cast import staff_actor

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def planned(alpha, charlie):
    with bind(alpha.program_id):
        actor = staff_actor(alpha.program, charlie)
        end_or_plan(actor=actor, partner=alpha, reason="They close.", on=SOON, today=TODAY, now=NOON)
        yield actor


def test_it_ends_once_on_its_day(alpha, planned):
    system = Actor.system(alpha.program_id)
    early, due, again = SOON - timedelta(days=1), SOON + timedelta(days=2), SOON + timedelta(days=3)
    assert [end_planned(actor=system, today=day, now=NOON) for day in (early, due, again)] == [0, 1, 0]
    assert Partner.objects.get(pk=alpha.pk).ended_on == SOON
    assert Decision.objects.get(partner=alpha).on == SOON


def test_a_second_plan_is_refused_and_the_first_can_be_canceled(alpha, planned):
    with pytest.raises(UnableToDecideLevel):
        end_or_plan(actor=planned, partner=alpha, reason="Again.", on=SOON, today=TODAY, now=NOON)
    cancel_end(actor=planned, partner=alpha, now=NOON)
    assert end_planned(actor=Actor.system(alpha.program_id), today=SOON, now=NOON) == 0
    with pytest.raises(UnableToDecideLevel):
        cancel_end(actor=planned, partner=alpha, now=NOON)
    assert PlannedEnd.objects.get().canceled_at == NOON


def test_the_manager_sees_what_it_ends_and_when(alpha, alice, charlie, visit):
    desk, page = visit(charlie), f"/admin/partners/partner/{alpha.pk}/"
    form = desk.get(f"{page}termination/").content.decode()
    assert "This ends the partnership" in form
    assert "1 person loses access." in form
    given = {"on": str(SOON), "reason": "They close.", "confirmation": "alpha"}
    last = date_format(SOON - timedelta(days=1))
    told = f"The last day of the partnership with {alpha.name} is {last}."
    assert told in desk.post(f"{page}termination/", given, follow=True).content.decode()
    shown = desk.get(f"{page}change/").content.decode()
    assert f"The last day of the partnership is {last}." in shown
    banner = shown.index("The last day of the partnership")
    assert shown.index(f"{page}cancel-end/", banner) < shown.index("v-tabs"), "the way to withdraw it is beside the day"
    assert "is confirmed for another year" not in shown
