"""Base class for admin lists that are searched by partner."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from partners.profile.finding import find_partners
from web.admin.bound import BoundAdmin
from web.requests import Request


class PartnerRowsAdmin(BoundAdmin):
    """A list of rows that each belong to a partner, searched by partner and by `exact` fields of the row.

    Partners are looked up first, so that indexes still work on millions of rows. A single search over both tables could
    not use them.
    """

    exact: tuple[str, ...] = ()
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
        return queryset.filter(meant), False
