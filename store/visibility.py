"""The vendor's rows that every partner of the program may read, such as products and prices."""

from typing import Self

from common.actor import Actor
from common.visibility import Row, TenantQuerySet


class SharedQuerySet(TenantQuerySet[Row]):
    """Rows of the whole program: for its staff and for members of every partner, not for visitors."""

    def visible_to(self, actor: Actor) -> Self:
        """Limit to the actor's program; visitors see nothing."""
        mine = self.filter(program_id=actor.program_id)
        return mine if actor.is_vendor or actor.partner_id is not None else mine.none()
