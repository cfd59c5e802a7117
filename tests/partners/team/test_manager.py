"""The partner manager: assigned by the vendor, shown to the partner's people on every page of the dashboard."""

import pytest

from common.clock import now
from common.tenancy import bind
from partners.models import Partner
from partners.team.operations.contact import UnableToAssign, assign_manager
from tests.cast import hire, staff_actor

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def test_the_partner_sees_its_manager(visit, alice, alpha, program):
    visitor = visit(alice)
    assert "Your contact" in visitor.get("/dashboard/").content.decode()
    mira = hire(program, "Mira")
    with bind(program.pk):
        assign_manager(actor=staff_actor(program, mira), partner=alpha, manager=mira, now=now())
    page = visitor.get("/dashboard/notices/").content.decode()
    assert "<strong>Mira</strong>" in page
    assert f'href="mailto:{mira.email}"' in page


def test_only_staff_can_be_a_manager(alice, alpha, program):
    mira = hire(program, "Mira")
    with bind(program.pk):
        with pytest.raises(UnableToAssign):
            assign_manager(actor=staff_actor(program, mira), partner=alpha, manager=alice, now=now())
        assert Partner.objects.get(pk=alpha.pk).manager is None
