"""The first wall between tenants: reads limited to what the actor may see (`common/walls.py` has the second)."""

from typing import ClassVar, Self, TypeVar

from django.db import models

from common.actor import Actor

Row = TypeVar("Row", bound=models.Model)


class TenantQuerySet(models.QuerySet[Row]):
    """Rows of a program; `partner_column` names the partner they belong to, None for the vendor's own rows."""

    partner_column: ClassVar[str | None] = "partner_id"

    def visible_to(self, actor: Actor) -> Self:
        """Limit to the whole program for vendor and system, to the partner's own rows for its members, else to none."""
        mine = self.filter(program_id=actor.program_id)
        if actor.is_vendor:
            return mine
        if self.partner_column is None or actor.partner_id is None:
            return self.none()
        return mine.filter(**{self.partner_column: actor.partner_id})


class VendorQuerySet(TenantQuerySet[Row]):
    """Rows that only the vendor's staff and the system may read."""

    partner_column = None
