"""The cart that a partner's team shares."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program
from store.catalogue.models import Product
from store.quotes.models import ClientQuote


class CartLine(models.Model):
    """A product in the cart, for one client; ``client`` holds what the checkout asks about it, by code.

    ``quote`` is the offer that it was put in from. The market follows from the client (R7), so it is not stored.
    Prices are those of the day on which the cart is looked at; ``Order`` is what fixes them.
    """

    MOST = 999

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="cart_lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    client = models.JSONField(_("client"), default=dict, blank=True)
    quote = models.ForeignKey(
        ClientQuote, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("quote")
    )
    added_at = models.DateTimeField(_("added"))

    objects = TenantQuerySet["CartLine"].as_manager()

    class Meta:
        verbose_name = _("line of a cart")
        verbose_name_plural = _("lines of carts")
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=models.Q(quantity__gt=0), name="store_cartline_quantity"),)

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_id}"
