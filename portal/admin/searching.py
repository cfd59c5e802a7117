"""The search of the partners' list, which the box beside the menu leads to."""

from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from portal.queries.finding import find_by_any
from web.admin.bound import BoundAdmin
from web.requests import Request


class PartnerSearch(BoundAdmin):
    """A list of partners that is searched by any word, number or person of theirs."""

    search_fields = ("name",)  # only says that there is a search
    search_help_text = _("Company, code, city, tax ID, email of a person, or a reference")
    list_before_template = "portal/admin/searched.html"

    def get_search_results(
        self, request: Request, queryset: QuerySet[Partner], search_term: str
    ) -> tuple[QuerySet[Partner], bool]:
        """Return the best matches first, unless the list is sorted by a column."""
        if not search_term.strip():
            return queryset, False
        found = find_by_any(request.actor, search_term)
        request.__dict__["corrected"] = found.corrected
        matches = queryset.filter(pk__in=found.ids)
        if not request.GET.get(ORDER_VAR):
            place = Func(Value(list(found.ids)), F("pk"), function="array_position", output_field=IntegerField())
            matches = matches.order_by(place, "pk")
        return matches, False
