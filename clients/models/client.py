"""Clients: the end users that partners serve, and their moves from one partner to another."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.countries import country_name
from common.record_names import record_name
from common.visibility import TenantQuerySet, VendorQuerySet
from partners.models import Partner
from programs.models import Program


class ClientQuerySet(TenantQuerySet["Client"]):
    """Queries for clients. A partner sees those that are linked to it today."""

    def current(self) -> Self:
        """Leave out records that were merged into another."""
        return self.filter(merged_into=None)


class Client(models.Model):
    """An end user of the vendor's products, linked to one partner.

    ``account`` is the host name of the cloud account; it is unique in the program. ``contact`` is the encrypted name,
    email address and phone number (clients/contacts.py). ``first_paid_on`` is empty for a free sign-up.
    ``known_before`` says that the client had a paid license before any that is recorded here, so its seats are not new
    (B24-g). ``seats_activity`` counted its seats.
    """

    class Kind(models.TextChoices):
        CLOUD = "cloud", _("Cloud")
        ON_PREMISE = "on_premise", _("On-premise")

    class Origin(models.TextChoices):
        PURCHASE = "purchase", _("Purchase")
        REFERRAL = "referral", _("Referral link")
        BY_HAND = "request", _("At the client's request")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="clients", db_index=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    account = models.CharField(_("account address"), max_length=253, blank=True)
    company = models.CharField(_("company"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    tax_id = models.CharField(_("tax ID"), max_length=60, blank=True)
    contact = models.TextField(_("contact"), blank=True)
    origin = models.CharField(_("origin"), max_length=16, choices=Origin)
    linked_on = models.DateField(_("client since"))
    first_paid_on = models.DateField(_("first payment"), null=True, blank=True)
    known_before = models.BooleanField(_("paid before"), default=False)
    seats_activity = models.OneToOneField(
        "activities.Activity", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("counted seats")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    added_at = models.DateTimeField(_("added"))

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = (
            models.UniqueConstraint(
                fields=("program", "account"), condition=~models.Q(account=""), name="clients_client_account"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="cloud") | ~models.Q(account=""), name="clients_client_cloud_account"
            ),
        )
        indexes = (
            models.Index(fields=("partner", "-linked_on", "-id"), name="clients_client_list"),
            models.Index(fields=("program", "-linked_on", "-id"), name="clients_client_all"),
        )

    def __str__(self) -> str:
        return self.company

    @property
    def country_name(self) -> str:
        """The country's name in the reader's language."""
        return country_name(self.country)


class ClientMove(models.Model):
    """A step in a client's history: moved to another partner, or merged with another record. Rows are never changed."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("Moved")
        MERGED = "merged", _("Merged")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, models.PROTECT, related_name="moves")
    kind = models.CharField(_("step"), max_length=16, choices=Kind)
    from_partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    to_partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("time"))

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("client move")
        verbose_name_plural = _("client moves")
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return record_name(self)
