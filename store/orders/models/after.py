"""What follows an order: the licenses it became, and refunds. Rows are never changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.models import ClientLicence
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program
from store.money import money
from store.orders.models.order import Order, OrderLine


class Delivery(models.Model):
    """The license that one unit of a paid line became; each unit has exactly one. Append-only (B24-2.2a, R21)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="deliveries", db_index=False)
    unit = models.PositiveSmallIntegerField(_("unit"))
    licence = models.OneToOneField(ClientLicence, models.PROTECT, related_name="delivery", verbose_name=_("license"))
    at = models.DateTimeField(_("delivered"))

    objects = TenantQuerySet["Delivery"].as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("line", "unit")
        constraints = (models.UniqueConstraint(fields=("line", "unit"), name="store_delivery_unit"),)

    def __str__(self) -> str:
        return f"{self.line_id}/{self.unit}"


class Refund(models.Model):
    """Money given back for an order or some of its lines; its place in the order's refunds counts from 1."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds", db_index=False)
    place = models.PositiveSmallIntegerField(_("refund"))
    refunded_on = models.DateField(_("refunded on"))
    reason = models.CharField(_("reason"), max_length=400)
    net = money(_("net"))
    tax = money(_("tax"))
    bonus = money(_("bonus"), default=0)
    total = money(_("total"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("recorded"))

    objects = TenantQuerySet["Refund"].as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ("order", "place")
        constraints = (
            models.UniqueConstraint(fields=("order", "place"), name="store_refund_place"),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("tax")) & Q(net__gte=0, tax__gte=0, bonus__gte=0),
                name="store_refund_sums",
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_id}/{self.place}"


class RefundLine(models.Model):
    """How many units of a line were refunded, and their share of its amounts."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    refund = models.ForeignKey(Refund, models.PROTECT, related_name="lines", db_index=False)
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="refunds")
    quantity = models.PositiveIntegerField(_("quantity"))
    net = money(_("net"))
    tax = money(_("tax"))
    bonus = money(_("bonus"), default=0)

    objects = TenantQuerySet["RefundLine"].as_manager()

    class Meta:
        verbose_name = _("line of a refund")
        verbose_name_plural = _("lines of refunds")
        ordering = ("refund", "line")
        constraints = (
            models.UniqueConstraint(fields=("refund", "line"), name="store_refundline_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="store_refundline_quantity"),
        )

    def __str__(self) -> str:
        return f"{self.refund_id}: {self.line_id}"
