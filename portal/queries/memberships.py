"""The partners a person belongs to, across the wall between them."""

from common.actor import Actor
from common.tenancy import bind
from partners.models import Member, Partner


def partners_of(*, program_id: int, user_id: int) -> list[Partner]:
    """All partners a person may act for, by name, when there are several; empty when there is no choice.

    A person bound to one partner sees no other one, so the names are read for the person by the system.
    """
    if Member.objects.filter(program_id=program_id, user_id=user_id).count() < 2:
        return []
    with bind(program_id):
        mine = Partner.objects.visible_to(Actor.system(program_id)).filter(members__user_id=user_id)
        return list(mine.order_by("name", "pk"))
