"""Price campaigns: for some days, partners pay less or may sell below the minimal end-user price (B24-13.5, R11)."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.definition.words import Worded
from programs.models import Program
from store.catalogue.models import Product
from store.visibility import SharedQuerySet

NAMED_IN = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class PriceCampaignQuerySet(SharedQuerySet["PriceCampaign"]):
    """Reads of campaigns."""

    def running(self, on: date) -> Self:
        """Campaigns of a day."""
        return self.filter(starts_on__lte=on, ends_on__gte=on, withdrawn_at=None)


class PriceCampaign(models.Model):
    """A campaign from a day to another, both included. Only its end is ever changed; one may be withdrawn before it.

    ``percent`` is the partner's further discount, ``minimum_percent`` how much lower the minimal end-user price is;
    either may be 0. ``products`` and ``countries`` (of the client) are codes; an empty list means all. ``names``
    has the name in other languages, by language.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(
        _("name in other languages"), blank=True, default=dict, db_default=models.Value({}, models.JSONField())
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    percent = models.DecimalField(_("partner's discount, %"), max_digits=5, decimal_places=2, default=0)
    minimum_percent = models.DecimalField(_("lower minimal price, %"), max_digits=5, decimal_places=2, default=0)
    products = models.JSONField(_("products"), default=list, blank=True)
    countries = models.JSONField(_("client's countries"), default=list, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    announced_at = models.DateTimeField(_("announced"))
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PriceCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="store_pricecampaign_days"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lt=100, minimum_percent__gte=0, minimum_percent__lte=100)
                & (Q(percent__gt=0) | Q(minimum_percent__gt=0)),
                name="store_pricecampaign_percents",
            ),
        )
        indexes = (models.Index(fields=("program", "ends_on"), name="store_pricecampaign_now"),)

    def __str__(self) -> str:
        return self.name

    @property
    def own_name(self) -> str:
        """The name as its reader sees it: in their language, if it was given in it. Stored, it is ``name``."""
        return Worded(self.name, self.names)

    def untranslated(self) -> list[str]:
        """The portal's languages, by code, whose readers see the name in the language that it was written in."""
        return [code for code in NAMED_IN if code not in self.names]

    def covers(self, product: Product, country: str) -> bool:
        """Whether a product for a client in this country takes part."""
        return (not self.products or product.code in self.products) and (
            not self.countries or country in self.countries
        )

    @property
    def lowers(self) -> bool:
        """Whether the minimal end-user price is lower."""
        return self.minimum_percent > Decimal(0)
