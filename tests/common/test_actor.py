"""Actors."""

import pytest

from common.actor import Actor


def test_system_and_staff_act_for_the_vendor():
    assert Actor.system(1).is_vendor
    assert Actor("staff", 7, 1, role="manager").is_vendor


def test_partners_and_visitors_do_not():
    assert not Actor("partner", 7, 1, 3, "main").is_vendor
    assert not Actor.visitor(1).is_vendor


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="one of system, staff, partner, visitor"):
        Actor("robot")


@pytest.mark.parametrize(("kind", "partner_id"), [("partner", None), ("staff", 3), ("visitor", 3)])
def test_a_member_and_only_a_member_names_its_partner(kind, partner_id):
    with pytest.raises(ValueError, match="names its partner"):
        Actor(kind, program_id=1, partner_id=partner_id)
