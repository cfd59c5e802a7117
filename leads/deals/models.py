"""Registered deals, their history, agreed prices, and the keys by which the same company is found again."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models import ClientLicence
from common.countries import country_name
from common.visibility import TenantQuerySet, VendorQuerySet
from partners.models import Document, Partner
from programs.models import Program


class DealQuerySet(TenantQuerySet["Deal"]):
    """Queries for deals."""

    def waiting(self) -> Self:
        """Deals that wait for the vendor's decision."""
        return self.filter(state=Deal.State.SUBMITTED)

    def protected(self) -> Self:
        """Deals that are protected."""
        return self.filter(state=Deal.State.APPROVED)


class Deal(models.Model):
    """A client and a project that a partner registered (KKV-5.1).

    ``contact`` is the encrypted name, email address and phone number of a person at the client. ``due_on`` is the last
    day of the step that is waiting: of the vendor's decision while it is submitted, of the partner's answer while more
    is asked. ``begins_on`` is the day on which work with the client begins. ``accepted`` is the text on competing
    products that the partner accepted (KKV-5.2). ``specialists`` is what the partner asks for,
    ``specialists_agreed`` what the vendor agreed to (KKV-5.4).
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Under review")
        ASKED = "asked", _("Action needed")
        APPROVED = "approved", _("Protected")
        DECLINED = "declined", _("Declined")
        LAPSED = "lapsed", _("Closed without an answer")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REVOKED = "revoked", _("Protection withdrawn")
        EXPIRED = "expired", _("Expired")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    OPEN = (State.SUBMITTED, State.ASKED, State.APPROVED)
    # What another partner's registration of the same client can conflict with.
    CONFLICTING = (*OPEN, State.WON)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="deals", db_index=False)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.SUBMITTED)
    company = models.CharField(_("client"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    website = models.CharField(_("website"), max_length=300, blank=True)
    tax_id = models.CharField(_("tax ID"), max_length=60, blank=True)
    contact = models.TextField(_("contact"), blank=True)
    project = models.TextField(_("project"))
    products = models.CharField(_("products"), max_length=400)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    value = models.DecimalField(_("expected value"), max_digits=16, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    expected_on = models.DateField(_("expected close"))
    begins_on = models.DateField(_("work begins"), null=True, blank=True)
    accepted = models.TextField(_("accepted"), blank=True)
    specialists = models.CharField(_("specialists asked for"), max_length=200, blank=True)
    specialists_agreed = models.CharField(_("specialists agreed"), max_length=200, blank=True)
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    waits_since = models.DateTimeField(_("waiting since"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    protected_until = models.DateField(_("protected until"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    proof_licence = models.ForeignKey(
        ClientLicence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("license")
    )
    proof_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(protected_until__isnull=False),
                name="leads_deal_protected",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("submitted", "asked")) | models.Q(due_on__isnull=False),
                name="leads_deal_due",
            ),
        )
        indexes = (
            models.Index(fields=("partner", "-id"), name="leads_deal_list"),
            models.Index(fields=("program", "state", "due_on"), name="leads_deal_due_on"),
            models.Index(
                fields=("program", "protected_until"),
                condition=models.Q(state="approved"),
                name="leads_deal_until",
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk} {self.company}"

    @property
    def country_name(self) -> str:
        """The country's name in the reader's language."""
        return country_name(self.country)


class DealStep(models.Model):
    """A step in a deal's history; the partner and the vendor read the same. ``due_on`` is until when it waits."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        ASKED = "asked", _("More information requested")
        ANSWERED = "answered", _("Answered")
        OVERDUE = "overdue", _("Decision overdue")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        LAPSED = "lapsed", _("Closed without an answer")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REVOKED = "revoked", _("Protection withdrawn")
        BEGAN = "began", _("Beginning of work")
        PROGRESS = "progress", _("Progress")
        EXTENDED = "prolonged", _("Protection extended")
        EXPIRED = "expired", _("Protection expired")
        SPECIALISTS = "specialists", _("Vendor specialists")
        PRICE_ASKED = "price_asked", _("Price requested")
        PRICE_AGREED = "price_agreed", _("Price agreed")
        PRICE_DECLINED = "price_declined", _("Price declined")
        MESSAGE = "message", _("Message")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="steps")
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_vendor = models.BooleanField(_("from the vendor"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    at = models.DateTimeField(_("when"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a deal")
        verbose_name_plural = _("steps of deals")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.get_kind_display()


class DealFile(models.Model):
    """A file that came with a step of a deal; it is one of the partner's documents."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    step = models.ForeignKey(DealStep, models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a deal")
        verbose_name_plural = _("files of deals")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.document.name


class DealPrice(models.Model):
    """A price that a partner wants to quote to the client, and what the vendor agreed to (KKV-5.3).

    ``asked`` and ``agreed`` are for one unit of the product. ``product`` is its code in the store, empty without one.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Under review")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    deal = models.ForeignKey(Deal, models.PROTECT, related_name="prices")
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.ASKED)
    product = models.CharField(_("product code"), max_length=40, blank=True)
    name = models.CharField(_("product"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"))
    asked = models.DecimalField(_("price asked"), max_digits=16, decimal_places=2)
    agreed = models.DecimalField(_("price agreed"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    asked_at = models.DateTimeField(_("requested"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("price of a deal")
        verbose_name_plural = _("prices of deals")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("deal",), condition=models.Q(state="asked"), name="leads_dealprice_one"),
            models.CheckConstraint(
                condition=~models.Q(state="agreed") | models.Q(agreed__isnull=False, valid_until__isnull=False),
                name="leads_dealprice_agreed",
            ),
        )
        indexes = (
            models.Index(fields=("program", "due_on"), condition=models.Q(state="asked"), name="leads_dealprice_due"),
        )

    def __str__(self) -> str:
        return f"#{self.deal_id}: {self.amount} {self.currency}"

    @property
    def amount(self) -> Decimal:
        """What was agreed for one unit; before that, what was asked."""
        return self.asked if self.agreed is None else self.agreed


class CompanyKey(models.Model):
    """A number that two companies share if they may be the same (leads/deals/identity.py); the vendor's only.

    Keyed digests, from which no name or address can be read. ``row_id`` is the deal, client or request by ``source``.
    """

    class Source(models.IntegerChoices):
        DEAL = 1, _("deal")
        CLIENT = 2, _("client")
        LEAD = 3, _("request")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    key = models.BigIntegerField()
    source = models.PositiveSmallIntegerField(choices=Source)
    row_id = models.BigIntegerField()

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("company key")
        verbose_name_plural = _("company keys")
        constraints = (
            models.UniqueConstraint(fields=("program", "key", "source", "row_id"), name="leads_companykey_once"),
        )
        indexes = (models.Index(fields=("source", "row_id"), name="leads_companykey_row"),)

    def __str__(self) -> str:
        return f"{self.source} {self.row_id}"
