"""Campaigns in the admin: the list, announcing one, ending one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.permissions import may
from common.actor import Actor
from common.countries import country_choices, country_name
from common.languages import language_name, listed
from common.numbers import percent
from common.searching.vocabulary import country_words
from store.campaigns.models import NAMED_IN
from store.campaigns.operations import LONGEST_NAME, PERMISSION, announce_campaign, end_campaign
from store.catalogue.queries import products
from store.models import PriceCampaign, Product
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Decision
from web.admin.forms import AdminForm, Day
from web.fields import Line
from web.forms import offer
from web.requests import Request


class Announce(AdminForm):
    """A campaign: its days, what partners save, how far end-user prices may fall, and where it applies."""

    name = Line(label=_("Name"), max_length=LONGEST_NAME, help_text=_("Partners see it in the store and in the cart."))
    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("To"))
    percent = forms.DecimalField(
        label=_("Partner's discount, %"),
        max_digits=5,
        decimal_places=2,
        initial=0,
        help_text=_("On top of the level's discount. 0 if partners pay their usual price."),
    )
    minimum_percent = forms.DecimalField(
        label=_("Lower minimal end-user price, %"),
        max_digits=5,
        decimal_places=2,
        initial=0,
        help_text=_("How far quotes can go below the minimal price. Enter 0 to keep the usual minimum."),
    )
    products = forms.MultipleChoiceField(
        label=_("Products"), required=False, help_text=_("None selected: all products.")
    )
    countries = forms.MultipleChoiceField(
        label=_("Client's countries"), required=False, help_text=_("None selected: everywhere.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in NAMED_IN:
            label = _("Name in %(language)s") % {"language": language_name(code)}
            self.fields[f"name_{code}"] = Line(label=label, max_length=LONGEST_NAME, required=False)
        self.order_fields(["name", *(f"name_{code}" for code in NAMED_IN)])
        self.dress()
        offer(self, "products", products(actor).values_list("code", "name"))
        offer(self, "countries", country_choices(), also=country_words)

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments, with the names by language."""
        values = dict(self.cleaned_data)
        names = {code: values.pop(f"name_{code}") for code in NAMED_IN}
        return {**values, "names": names}


@admin.register(PriceCampaign)
class PriceCampaignAdmin(BoundAdmin):
    """Every campaign, the latest first."""

    list_display = (
        "name",
        "starts_on",
        "ends_on",
        "percent_words",
        "minimum_words",
        "products_words",
        "countries_words",
        "missing",
    )
    search_fields = ("name",)
    fields = (
        "name",
        "names_words",
        "missing",
        "starts_on",
        "ends_on",
        "percent_words",
        "minimum_words",
        "products_words",
        "countries_words",
        "withdrawn_at",
        "announced_at",
        "announced_by",
    )
    readonly_fields = ("names_words", "missing", "percent_words", "minimum_words", "products_words", "countries_words")
    actions_list = ("announce",)
    actions_detail = ("end",)

    announce = Decision(
        label=_("Announce campaign"),
        icon="add",
        permission=PERMISSION,
        form=Announce,
        operation=announce_campaign,
        title=_("Announce a campaign"),
        told=_("Announced. Its prices apply from the first day."),
    )
    end = Decision(
        label=_("End campaign"),
        icon="block",
        permission=PERMISSION,
        operation=end_campaign,
        title=_("End the campaign %(name)s"),
        danger=True,
        told=_("Ended. It no longer lowers prices."),
    )

    @property
    def row_name(self) -> str:
        """The operations call a row ``campaign``."""
        return "campaign"

    def offered(self, request: Request, row: PriceCampaign) -> set[str]:
        """A campaign that is not over can be ended."""
        over = row.withdrawn_at or row.ends_on < program_today(request)
        return {"end"} if not over and may(request.actor, PERMISSION) else set()

    def words_about(self, row: PriceCampaign) -> dict[str, Any]:
        return {"name": row.own_name}

    @display(description=_("name in other languages"))
    def names_words(self, row: PriceCampaign) -> str:
        return listed(f"{language_name(code)}: {name}" for code, name in sorted(row.names.items()))

    @display(description=_("missing translations"))
    def missing(self, row: PriceCampaign) -> str:
        return listed(language_name(code) for code in row.untranslated())

    @display(description=_("products"))
    def products_words(self, row: Any) -> str:
        return listed(row.product_names.get(code, code) for code in row.products) or str(_("all"))

    @display(description=_("partner's discount"), ordering="percent")
    def percent_words(self, row: PriceCampaign) -> str:
        return percent(row.percent) if row.percent else ""

    @display(description=_("lower minimal price"), ordering="minimum_percent")
    def minimum_words(self, row: PriceCampaign) -> str:
        return percent(row.minimum_percent) if row.minimum_percent else ""

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        codes = {code for row in rows for code in row.products}
        found = Product.objects.visible_to(request.actor).filter(code__in=codes) if codes else Product.objects.none()
        names = dict(found.values_list("code", "name"))
        for row in rows:
            row.product_names = names

    @display(description=_("client's countries"))
    def countries_words(self, row: PriceCampaign) -> str:
        return ", ".join(country_name(code) for code in row.countries) or str(_("everywhere"))
