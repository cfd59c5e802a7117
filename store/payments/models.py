"""Money that came in: bank statements with their entries, and the payments of orders."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet, VendorQuerySet
from partners.models import Partner
from programs.models import Program
from store.money import money
from store.orders.models import Order


class BankStatement(models.Model):
    """An imported statement that added up. Append-only."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=200)
    account = models.CharField(_("account"), max_length=40)
    currency = models.CharField(_("currency"), max_length=3)
    opening = money(_("opening balance"))
    closing = money(_("closing balance"))
    entries_read = models.PositiveIntegerField(_("entries"))
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(_("imported"))

    objects = VendorQuerySet["BankStatement"].as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class BankEntry(models.Model):
    """One entry of the vendor's account. ``key`` is the same in every file it comes in, so it is booked once (R8).

    ``note`` says why it waits, or what a manager did about it.
    """

    class State(models.TextChoices):
        MATCHED = "matched", _("Matched")
        PART = "part", _("Underpaid")
        SURPLUS = "surplus", _("Overpaid")
        UNMATCHED = "unmatched", _("Not matched")
        SETTLED = "settled", _("Settled by hand")
        OUTGOING = "outgoing", _("Outgoing")

    WAITING = (State.PART, State.SURPLUS, State.UNMATCHED)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="entries")
    key = models.CharField(max_length=80)
    on = models.DateField(_("booked"))
    amount = money(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    text = models.CharField(_("text"), max_length=1000, blank=True)
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    state = models.CharField(_("status"), max_length=12, choices=State)
    order = models.ForeignKey(Order, models.PROTECT, null=True, blank=True, related_name="+")
    surplus = money(_("surplus"), default=0)
    note = models.CharField(_("note"), max_length=400, blank=True)
    since = models.DateTimeField(_("waiting since"))

    objects = VendorQuerySet["BankEntry"].as_manager()

    class Meta:
        verbose_name = _("bank entry")
        verbose_name_plural = _("bank entries")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("program", "key"), name="store_bank_entry_key"),
            models.CheckConstraint(condition=Q(surplus__gte=0), name="store_bank_entry_surplus"),
        )
        indexes = (models.Index(fields=("program", "state", "since"), name="store_bank_entry_queue"),)

    def __str__(self) -> str:
        return f"{self.on} {self.amount} {self.currency}"


class Payment(models.Model):
    """Money for an order. Parts that add up pay it on the day of the last one (R8). Append-only.

    ``reference`` is the bank entry's key or the provider's id: it is recorded once, however often it is told.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, related_name="payments")
    means = models.CharField(_("payment method"), max_length=40)
    reference = models.CharField(_("reference"), max_length=120)
    amount = money(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    received_on = models.DateField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects = TenantQuerySet["Payment"].as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("program", "means", "reference"), name="store_payment_reference"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="store_payment_amount"),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
