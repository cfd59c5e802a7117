"""The first wall between tenants: every read names its actor (the second is in PostgreSQL, see `common/walls.py`)."""

from typing import ClassVar, Self, TypeVar

from django.db import models

from common.actor import Actor

Row = TypeVar("Row", bound=models.Model)


class TenantQuerySet(models.QuerySet[Row]):
    """Rows of a program; `partner_column` says whose they are inside it, None for the vendor's own."""

    partner_column: ClassVar[str | None] = "partner_id"

    def visible_to(self, actor: Actor) -> Self:
        """Vendor and system: all of their program; a partner's member: the partner's own; anybody else: nothing."""
        mine = self.filter(program_id=actor.program_id)
        if actor.is_vendor:
            return mine
        if self.partner_column is None or actor.partner_id is None:
            return self.none()
        return mine.filter(**{self.partner_column: actor.partner_id})


class VendorQuerySet(TenantQuerySet[Row]):
    """Rows that only the vendor's staff and the system read."""

    partner_column = None
