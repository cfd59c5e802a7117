"""The base of admin pages about a program as a whole."""

from typing import Any

from django.db.models import QuerySet

from web.admin.bound import BoundAdmin
from web.requests import Request


class ProgramRowsAdmin(BoundAdmin):
    """A page about rows that belong to the program as a whole."""

    def get_queryset(self, request: Request) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        return rows.filter(program_id=request.actor.program_id) if request.actor.is_vendor else rows.none()
