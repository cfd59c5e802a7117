"""Base class for admin lists that are searched by partner."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from partners.profile.finding import find_partners
from web.admin.bound import BoundAdmin
from web.requests import Request

_SHORTEST = 3  # characters of a part that is looked for
_FEW = 200


class PartnerRowsAdmin(BoundAdmin):
    """A list of rows that each belong to a partner, searched by partner and by fields of the row.

    `exact` fields are compared whole, `within` fields by any part of at least three characters. Partners and
    parts are looked up first, so that indexes still work on millions of rows. A single search over both tables could
    not use them.
    """

    exact: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    list_select_related: tuple[str, ...] = ("partner",)
    search_fields = ("partner__name",)
    search_help_text = _("Partner's name or code")

    def get_search_results(
        self, request: Request, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        meant = Q(partner__in=find_partners(request.actor, term).ids)
        for field in self.exact:
            meant |= Q(**{field: term})
        return queryset.filter(meant | self._with_part(request, term)), False

    def _with_part(self, request: Request, term: str) -> Q:
        """Rows with the term within a field: few are named by id, many are soon met on the way through the list."""
        parted = Q(*((f"{field}__icontains", term) for field in self.within), _connector=Q.OR)
        if not parted or len(term) < _SHORTEST:
            return Q()
        ids = list(self.get_queryset(request).filter(parted).order_by().values_list("pk", flat=True)[: _FEW + 1])
        return parted if len(ids) > _FEW else Q(pk__in=ids)
