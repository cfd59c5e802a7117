"""Quotes for end clients, and prices that the vendor agreed to for one (B24-13.5)."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program
from store.catalogue.models import Product
from store.money import money


class ClientQuote(models.Model):
    """A partner's offer to one end client, at the partner's own prices, without tax; valid through ``valid_until``.

    ``client`` holds the client's data as a line of the cart does. One with a price below the minimum waits until the
    vendor agrees: ``request`` says why the partner asks for it, ``reason`` what the vendor answered.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("under review")
        READY = "ready", _("ready")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="client_quotes", db_index=False)
    number = models.CharField(_("number"), max_length=20)
    state = models.CharField(_("state"), max_length=12, choices=State)
    client = models.JSONField(_("client"), default=dict)
    company = models.CharField(_("client"), max_length=200)
    language = models.CharField(_("language"), max_length=16)
    currency = models.CharField(_("currency"), max_length=3)
    total = money(_("total"))
    made_on = models.DateField(_("made on"))
    valid_until = models.DateField(_("valid until"))
    message = models.TextField(_("message to the client"), blank=True)
    request = models.TextField(_("why a lower price is needed"), blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("answer"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    carted_at = models.DateTimeField(_("put into the cart"), null=True, blank=True)

    objects = TenantQuerySet["ClientQuote"].as_manager()

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("program", "number"), name="store_clientquote_number"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("made_on")), name="store_clientquote_days"),
            models.CheckConstraint(condition=~Q(state="waiting") | ~Q(request=""), name="store_clientquote_request"),
        )
        indexes = (
            models.Index(fields=("program", "state", "made_at"), name="store_clientquote_queue"),
            models.Index(fields=("partner", "-id"), name="store_clientquote_partner"),
        )

    def __str__(self) -> str:
        return self.number

    def is_valid(self, on: date) -> bool:
        """Whether the client can still accept it."""
        return self.state == ClientQuote.State.READY and self.valid_until >= on


class ClientQuoteLine(models.Model):
    """A product of a quote at the end client's price. Append-only.

    ``minimum`` is the minimal end-user price of one unit, ``floor`` the lowest one that an agreement or a campaign
    allowed when the quote was made; ``because`` says which.
    """

    class Because(models.TextChoices):
        CAMPAIGN = "campaign", _("campaign")
        AGREEMENT = "agreement", _("agreed price")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    quote = models.ForeignKey(ClientQuote, models.PROTECT, related_name="lines", db_index=False)
    place = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("product"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = money(_("price of one"))
    amount = money(_("amount"))
    minimum = money(_("minimal end-user price of one"))
    floor = money(_("lowest price allowed"))
    because = models.CharField(_("allowed by"), max_length=12, choices=Because, blank=True)

    objects = TenantQuerySet["ClientQuoteLine"].as_manager()

    class Meta:
        verbose_name = _("line of a quote")
        verbose_name_plural = _("lines of quotes")
        ordering = ("quote", "place")
        constraints = (
            models.UniqueConstraint(fields=("quote", "place"), name="store_clientquoteline_place"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0, floor__gte=0, floor__lte=F("minimum"))
                & Q(amount=F("quantity") * F("unit_price")),
                name="store_clientquoteline_amounts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quote_id}/{self.place}"

    @property
    def is_below(self) -> bool:
        """Whether its price is below what was allowed."""
        return Decimal(self.unit_price) < Decimal(self.floor)


class AgreementQuerySet(TenantQuerySet["PriceAgreement"]):
    """Reads of agreed prices."""

    def in_force(self, on: date) -> Self:
        """Prices that hold on a day."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class PriceAgreement(models.Model):
    """The vendor agreed to a lower end-user price of one product for one client of a partner, until a day (B24-13.5).

    With ``quote``, it holds for that quote only (R11). ``reference`` names what it came from, such as a deal, once.
    Only its end is ever changed.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="price_agreements")
    company = models.CharField(_("client"), max_length=200)
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(_("currency"), max_length=3)
    price = money(_("agreed price of one"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=400)
    reference = models.CharField(_("came from"), max_length=120, blank=True)
    quote = models.ForeignKey(
        ClientQuote, models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("quote")
    )
    agreed_at = models.DateTimeField(_("agreed"))
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed price")
        verbose_name_plural = _("agreed prices")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), price__gte=0), name="store_priceagreement_days"
            ),
            models.UniqueConstraint(
                fields=("program", "reference", "product"),
                condition=~Q(reference=""),
                name="store_priceagreement_reference",
            ),
        )
        indexes = (models.Index(fields=("partner", "product", "ends_on"), name="store_priceagreement_now"),)

    def __str__(self) -> str:
        return self.company

    def is_for(self, company: str) -> bool:
        """Whether it is for this company, however its name is capitalized."""
        return " ".join(self.company.split()).casefold() == " ".join(company.split()).casefold()
