"""Orders with their lines and history. An order's amounts never change; a refund is rows of its own."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program, Revision
from store.catalogue.models import Product
from store.money import money


class OrderQuerySet(TenantQuerySet["Order"]):
    """Reads of orders; every read names its actor."""

    def unpaid(self) -> Self:
        """Orders that wait for their payment."""
        return self.filter(state=Order.State.PLACED)

    def counted(self) -> Self:
        """Paid orders that count as sales: not refunded as a whole, not excluded (B24-3.1q)."""
        return self.filter(state__in=(Order.State.PAID, Order.State.PARTLY_REFUNDED), excluded_on=None)


class Order(models.Model):
    """What a partner bought, at the prices that it was shown; amounts in ``currency``, tax apart (B24-2.1.1a).

    ``list_total`` less ``discount_total`` and ``bonus_total`` is ``net_total``; with ``tax_total`` it is ``total``.
    ``billing`` is the buyer's data as they were when the order was placed. ``due_on`` is the last day on which an
    unpaid order keeps its prices (R6).
    """

    class State(models.TextChoices):
        WAITING_COMPLIANCE = "waiting_compliance", _("under review")
        PLACED = "placed", _("awaiting payment")
        PAID = "paid", _("paid")
        PARTLY_REFUNDED = "partly_refunded", _("partly refunded")
        REFUNDED = "refunded", _("refunded")
        CANCELLED = "cancelled", _("canceled")

    EVER_PAID = (State.PAID, State.PARTLY_REFUNDED, State.REFUNDED)
    OPEN = (State.WAITING_COMPLIANCE, State.PLACED)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="orders")
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    number = models.CharField(_("number"), max_length=20)
    state = models.CharField(_("state"), max_length=20, choices=State)
    entity = models.CharField(_("contracting entity"), max_length=40, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    method = models.CharField(_("payment method"), max_length=40, blank=True)
    billing = models.JSONField(_("billing details"), default=dict)
    list_total = money(_("list price"))
    discount_total = money(_("discount"), default=0)
    bonus_total = money(_("bonus"), default=0)
    net_total = money(_("net"))
    tax_total = money(_("tax"), default=0)
    total = money(_("total"))
    tax_evidence = models.JSONField(_("tax evidence"), default=dict, blank=True)
    placed_at = models.DateTimeField(_("placed"))
    placed_on = models.DateField(_("placed on"))
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("pay by"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_at = models.DateTimeField(_("payment recorded"), null=True, blank=True)
    means = models.CharField(_("paid by"), max_length=40, blank=True)
    first_sale = models.BooleanField(_("has the first-sale discount"), default=False)
    cancelled_at = models.DateTimeField(_("canceled at"), null=True, blank=True)
    excluded_on = models.DateField(_("excluded from sales on"), null=True, blank=True)
    excluded_reason = models.CharField(_("why it is excluded"), max_length=400, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("program", "number"), name="store_order_number"),
            models.UniqueConstraint(
                fields=("partner",),
                condition=Q(first_sale=True, paid_on__isnull=False),
                name="store_order_first_sale",
            ),
            models.CheckConstraint(
                condition=Q(net_total=F("list_total") - F("discount_total") - F("bonus_total")), name="store_order_net"
            ),
            models.CheckConstraint(condition=Q(total=F("net_total") + F("tax_total")), name="store_order_total"),
            models.CheckConstraint(
                condition=Q(discount_total__gte=0, bonus_total__gte=0, net_total__gte=0, tax_total__gte=0),
                name="store_order_amounts",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("paid", "partly_refunded", "refunded"), paid_on__isnull=False, paid_at__isnull=False
                )
                | Q(state__in=("waiting_compliance", "placed", "cancelled"), paid_on=None, paid_at=None),
                name="store_order_paid",
            ),
            models.CheckConstraint(
                condition=Q(excluded_on=None) | ~Q(excluded_reason=""), name="store_order_excluded_reason"
            ),
        )
        indexes = (
            models.Index(fields=("program", "state", "placed_at"), name="store_order_queue"),
            models.Index(fields=("partner", "-placed_at"), name="store_order_partner"),
        )

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One product for one client in an order. Append-only: what was sold stays as it was sold.

    ``list_amount`` is ``quantity`` times ``unit_price``; ``level_discount``, ``first_discount``, ``campaign_discount``
    and ``bonus`` taken from it leave ``net``, which is the amount of the sale (R1). ``tax`` is the line's share of the
    order's tax (R2). ``client`` is the end client's data as given, ``minimum`` its minimal price for one unit.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="lines", db_index=False)
    place = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="order_lines")
    name = models.CharField(_("product"), max_length=200)
    market = models.CharField(_("market"), max_length=40)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = money(_("list price of one"))
    minimum = money(_("minimal end-user price of one"))
    list_amount = money(_("list price"))
    percent = models.DecimalField(_("level discount, %"), max_digits=5, decimal_places=2)
    level_discount = money(_("level discount"), default=0)
    first_percent = models.DecimalField(_("first-sale discount, %"), max_digits=5, decimal_places=2, default=0)
    first_discount = money(_("first-sale discount"), default=0)
    campaign_percent = models.DecimalField(_("campaign discount, %"), max_digits=5, decimal_places=2, default=0)
    campaign_discount = money(_("campaign discount"), default=0)
    campaign = models.CharField(_("campaign"), max_length=120, blank=True)
    bonus = money(_("bonus"), default=0)
    net = money(_("net"))
    tax_category = models.CharField(_("tax category"), max_length=2, blank=True)
    tax_name = models.CharField(_("tax"), max_length=200, blank=True)
    tax_percent = models.DecimalField(_("tax, %"), max_digits=5, decimal_places=2, default=0)
    tax = money(_("tax amount"), default=0)
    total = money(_("total"))
    activity = models.CharField(_("recorded as"), max_length=40, blank=True)
    attributes = models.JSONField(_("details"), default=dict, blank=True)
    client = models.JSONField(_("client"), default=dict, blank=True)

    objects = TenantQuerySet["OrderLine"].as_manager()

    class Meta:
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of orders")
        ordering = ("order", "place")
        constraints = (
            models.UniqueConstraint(fields=("order", "place"), name="store_orderline_place"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="store_orderline_quantity"),
            models.CheckConstraint(
                condition=Q(list_amount=F("quantity") * F("unit_price"))
                & Q(
                    net=F("list_amount")
                    - F("level_discount")
                    - F("first_discount")
                    - F("campaign_discount")
                    - F("bonus")
                )
                & Q(total=F("net") + F("tax")),
                name="store_orderline_sums",
            ),
            models.CheckConstraint(
                condition=Q(
                    unit_price__gte=0,
                    level_discount__gte=0,
                    first_discount__gte=0,
                    campaign_discount__gte=0,
                    bonus__gte=0,
                    net__gte=0,
                    tax__gte=0,
                ),
                name="store_orderline_amounts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id}/{self.place}"

    @property
    def discount(self) -> object:
        """Every discount of the line together, without the bonus."""
        return self.level_discount + self.first_discount + self.campaign_discount


class OrderStep(models.Model):
    """What happened to an order, and who did it. Append-only."""

    class Kind(models.TextChoices):
        PLACED = "placed", _("placed")
        CLEARED = "cleared", _("cleared by review")
        REFUSED = "refused", _("refused by review")
        PAID = "paid", _("paid")
        CANCELLED = "cancelled", _("canceled")
        REFUNDED = "refunded", _("refunded")
        EXCLUDED = "excluded", _("excluded from sales")
        INCLUDED = "included", _("counted again")
        WITHDRAWN = "withdrawn", _("products deactivated")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="steps")
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = TenantQuerySet["OrderStep"].as_manager()

    class Meta:
        verbose_name = _("step of an order")
        verbose_name_plural = _("steps of orders")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.get_kind_display()
