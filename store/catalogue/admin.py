"""Products and prices in the admin: publishing with notice, states, import and export."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.permissions import may
from common.dates import EARLIEST
from common.languages import listed
from common.sheets import lines
from programs.request_rules import definition_in_force, names_today
from store.admin_import import failed_rows
from store.catalogue.admin_forms import Import, NewState, Price
from store.catalogue.operations.importing import COLUMNS, import_prices
from store.catalogue.operations.publishing import publish_prices, set_state
from store.catalogue.preview import export_rows, level_prices
from store.models import PriceList, Product
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Asked, Decision, to_list
from web.requests import Request

PERMISSION = "catalogue.edit"


def _csv(asked: Asked) -> HttpResponse:
    """The prices in force as a file that can be imported again."""
    rows = asked.result if isinstance(asked.result, list) else []
    response = HttpResponse("".join(lines(COLUMNS, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="prices.csv"'
    return response


def _told_import(asked: Asked) -> str:
    done = asked.result
    words = {"prices": done.prices, "lists": done.lists}
    if done.dry_run:
        return _("Checked: %(prices)s prices on %(lists)s lists are right. Nothing was published.") % words
    return _("Published %(prices)s prices on %(lists)s lists.") % words


@admin.register(Product)
class ProductAdmin(BoundAdmin):
    """The catalogue: products with their current state and prices."""

    list_display = ("name", "code", "kind", "months", "seats", "competence_words")
    list_filter = ("kind",)
    search_fields = ("name", "code")
    fields = (
        "name",
        "code",
        "kind",
        "family",
        "months",
        "seats",
        "activity_words",
        "details_words",
        "competence_words",
        "requires_words",
        "barred_while_paid",
        "becomes_words",
        "clause",
        "added_at",
    )
    readonly_fields = ("activity_words", "details_words", "competence_words", "requires_words", "becomes_words")
    change_form_outer_before_template = "store/catalogue/admin/product.html"
    actions_detail = ("price", "state")
    actions_list = ("import_file", "export")

    price = Decision(
        label=_("Publish price"),
        icon="sell",
        permission=PERMISSION,
        form=Price,
        operation=publish_prices,
        title=_("Publish a price of %(product)s"),
        told=_("Published. Partners pay it from its day on."),
    )
    state = Decision(
        label=_("Change state"),
        icon="swap_horiz",
        permission=PERMISSION,
        form=NewState,
        operation=set_state,
        title=_("Change the state of %(product)s"),
        told=_("The state changes on its day."),
    )
    import_file = Decision(
        label=_("Import prices"),
        path="import",
        icon="upload",
        permission=PERMISSION,
        form=Import,
        operation=import_prices,
        title=_("Import prices"),
        told=_told_import,
        refused=failed_rows,
        then=to_list,
    )
    export = Decision(
        label=_("Export prices"),
        icon="download",
        permission=PERMISSION,
        operation=export_rows,
        title=_("Export the prices in force"),
        answer=_csv,
        then=to_list,
    )

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names = names_today(request)

    @display(description=_("recorded as"))
    def activity_words(self, row: Any) -> str:
        return row.names.kind(row.activity) if row.activity else ""

    @display(description=_("details"))
    def details_words(self, row: Any) -> str:
        kind = row.activity or (row.names.definition.plain_sale if row.names.definition else "")
        return listed(row.names.details(kind, row.attributes))

    @display(description=_("needs competence"), ordering="competence")
    def competence_words(self, row: Any) -> str:
        return row.names.track(row.competence) if row.competence else ""

    @display(description=_("only for clients that have"))
    def requires_words(self, row: Any) -> str:
        return listed(_product_names(row.program_id, row.requires))

    @display(description=_("becomes"))
    def becomes_words(self, row: Any) -> str:
        return listed(_product_names(row.program_id, [row.becomes] if row.becomes else []))

    def offered(self, request: Request, row: Product) -> set[str]:
        return {"price", "state"} if may(request.actor, PERMISSION) else set()

    def words_about(self, row: Product) -> dict[str, Any]:
        return {"product": row}

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Product | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context["offers"] = level_prices(
                request.actor, obj, definition_in_force(request), on=program_today(request)
            )
            context["states"] = obj.states.order_by("-effective_from")
            context["start"] = EARLIEST
            context["names"] = names_today(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(PriceList)
class PriceListAdmin(BoundAdmin):
    """Every price list that was published; lists never change."""

    list_display = ("since_words", "market_words", "currency", "published_at", "published_by", "note")
    list_filter = ("market", "currency")
    fields = ("market_words", "currency", "since_words", "published_at", "published_by", "note")
    readonly_fields = ("market_words", "since_words")
    change_form_outer_after_template = "store/catalogue/admin/price_list.html"

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names = names_today(request)

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: PriceList | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context["prices"] = obj.prices.select_related("product").order_by("product__place", "product_id")
            context["price_list"] = obj
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @display(description=_("market"), ordering="market")
    def market_words(self, row: Any) -> str:
        return row.names.market(row.market)

    @display(description=_("in force from"), ordering="effective_from")
    def since_words(self, row: PriceList) -> Any:
        return _("the start") if row.effective_from == EARLIEST else date_format(row.effective_from)


def _product_names(program_id: int, codes: Sequence[str]) -> list[str]:
    """The names of products, in their order in the store."""
    if not codes:
        return []
    found = Product.objects.filter(program_id=program_id, code__in=codes).values_list("name", flat=True)
    return list(found)
