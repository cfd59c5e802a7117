"""Products, their states, and price lists by market and currency. Later rows replace earlier ones from their day on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.dates import EARLIEST
from programs.models import Program
from store.money import money
from store.visibility import SharedQuerySet


class Product(models.Model):
    """A product of the store; ``months`` is its paid term, ``seats`` the plan's included user limit.

    ``activity`` is the kind that a paid line is recorded as, with ``attributes``. Only holders of ``competence``, the
    code of a track, may buy it. ``requires`` names products of which a client must hold one, for products that are
    sold to existing clients only. An upgrade turns a license into one of the product that it ``becomes``.
    ``barred_while_paid`` refuses a client until the end of its paid term (B24-2.1.2a).
    """

    class Kind(models.TextChoices):
        CLOUD = "cloud", _("cloud subscription")
        ON_PREMISE = "on_premise", _("on-premise license")
        UPGRADE = "upgrade", _("upgrade")
        MAINTENANCE = "maintenance", _("maintenance renewal")
        ADDON = "addon", _("add-on")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    family = models.CharField(_("product family"), max_length=40, blank=True)
    months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    activity = models.CharField(_("recorded as"), max_length=40, blank=True)
    attributes = models.JSONField(_("details"), default=dict, blank=True)
    competence = models.CharField(_("needs competence"), max_length=40, blank=True)
    requires = models.JSONField(_("only for clients that have"), default=list, blank=True)
    barred_while_paid = models.BooleanField(_("barred until the client's paid term ends"), default=False)
    becomes = models.CharField(_("becomes"), max_length=40, blank=True)
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    place = models.PositiveIntegerField(_("order"), default=0)
    added_at = models.DateTimeField(_("added"))

    objects = SharedQuerySet["Product"].as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("program", "code"), name="store_product_code"),
            models.CheckConstraint(
                condition=models.Q(months=None) | models.Q(months__gt=0), name="store_product_months"
            ),
            models.CheckConstraint(condition=models.Q(seats=None) | models.Q(seats__gt=0), name="store_product_seats"),
        )

    def __str__(self) -> str:
        return self.name


class ProductState(models.Model):
    """What a product's state is from a day on; until its first day, the product is not in the store. Append-only."""

    class State(models.TextChoices):
        ON_SALE = "on_sale", _("on sale")
        EXISTING_CLIENTS = "existing_clients", _("existing clients only")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ARCHIVED = "archived", _("archived")

    SOLD = (State.ON_SALE, State.EXISTING_CLIENTS)
    RENEWED = (*SOLD, State.ARCHIVED)  # who has an archived plan keeps it

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="states", db_index=False)
    state = models.CharField(_("state"), max_length=20, choices=State)
    effective_from = models.DateField(_("from"))
    set_at = models.DateTimeField(pgettext_lazy("a price", "set"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SharedQuerySet["ProductState"].as_manager()

    class Meta:
        verbose_name = _("product state")
        verbose_name_plural = _("product states")
        ordering = ("-effective_from", "-id")
        constraints = (models.UniqueConstraint(fields=("product", "effective_from"), name="store_productstate_day"),)
        indexes = (models.Index(fields=("program", "product", "-effective_from"), name="store_productstate_now"),)

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.effective_from}"


class PriceList(models.Model):
    """Prices of one market in one currency, in force from a day on; published once, never changed (B24-2.1.2b)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    market = models.CharField(_("market"), max_length=40)
    currency = models.CharField(_("currency"), max_length=3)
    effective_from = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=400, blank=True)

    objects = SharedQuerySet["PriceList"].as_manager()

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        ordering = ("-effective_from", "-id")
        indexes = (
            models.Index(fields=("program", "currency", "market", "-effective_from"), name="store_pricelist_now"),
        )

    def __str__(self) -> str:
        return f"{self.market} {self.currency}" + ("" if self.effective_from == EARLIEST else f" {self.effective_from}")


class ProductPrice(models.Model):
    """A product's price on a list, without tax, and its minimal end-user price (B24-2.2b). Append-only.

    The price in force on a day is that of the latest list that names the product. Without an amount, the product is no
    longer sold in that market and currency.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="prices", db_index=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="prices")
    amount = money(_("price"), null=True, blank=True)
    minimum = money(_("minimal end-user price"), null=True, blank=True)

    objects = SharedQuerySet["ProductPrice"].as_manager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ("product", "id")
        constraints = (
            models.UniqueConstraint(fields=("price_list", "product"), name="store_productprice_product"),
            models.CheckConstraint(
                condition=models.Q(amount=None, minimum=None)
                | models.Q(amount__gte=0, minimum__gte=0, minimum__lte=models.F("amount")),
                name="store_productprice_amounts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product_id}: {self.amount}"
