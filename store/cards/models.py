"""Payments by card: the checkouts at Stripe, refunds to cards, and disputes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program
from store.money import money
from store.orders.models import Order, Refund


class CardCheckout(models.Model):
    """A Checkout session of an order at Stripe, ``account`` of the settings.

    ``intent`` is Stripe's id of the payment. ``surplus`` came for an order that couldn't be paid by it any more: it
    waits for a manager (R6), and ``note`` says why.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PAID = "paid", _("Paid")
        WAITING = "waiting", _("Not matched")
        RETURNED = "returned", _("Given back")
        EXPIRED = "expired", _("Expired")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, models.PROTECT, related_name="card_checkouts")
    account = models.CharField(_("account"), max_length=120)
    session = models.CharField(_("Stripe session"), max_length=120)
    intent = models.CharField(_("Stripe payment"), max_length=120, blank=True)
    amount = money(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.OPEN)
    surplus = money(_("to give back"), default=0)
    note = models.CharField(_("note"), max_length=400, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(_("started"))
    expires_at = models.DateTimeField(_("expires"))
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True)

    objects = TenantQuerySet["CardCheckout"].as_manager()

    class Meta:
        verbose_name = _("card payment")
        verbose_name_plural = _("card payments")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("program", "session"), name="store_card_session"),
            models.CheckConstraint(condition=Q(amount__gt=0, surplus__gte=0), name="store_card_amount"),
            models.CheckConstraint(condition=~Q(state="waiting") | Q(surplus__gt=0), name="store_card_surplus"),
        )
        indexes = (
            models.Index(fields=("program", "state", "started_at"), name="store_card_queue"),
            models.Index(fields=("program", "intent"), condition=~Q(intent=""), name="store_card_intent"),
        )

    def __str__(self) -> str:
        return f"{self.order.number}: {self.amount} {self.currency}"


class CardRefund(models.Model):
    """Money that goes back to a card. ``refund`` is the order's refund that asked for it.

    One that was made at Stripe, or a lost dispute, has none until the order is refunded here: it waits for a manager.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Refunded")
        FAILED = "failed", _("Failed")
        FOREIGN = "foreign", _("Made at Stripe")
        SETTLED = "settled", _("Settled")

    OPEN = (State.FAILED, State.FOREIGN)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    checkout = models.ForeignKey(CardCheckout, models.PROTECT, related_name="refunds", verbose_name=_("card payment"))
    refund = models.OneToOneField(Refund, models.PROTECT, null=True, blank=True, related_name="card_refund")
    reference = models.CharField(_("Stripe refund"), max_length=120, null=True, blank=True)
    amount = money(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("status"), max_length=8, choices=State)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    queued_at = models.DateTimeField(_("queued"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = TenantQuerySet["CardRefund"].as_manager()

    class Meta:
        verbose_name = _("card refund")
        verbose_name_plural = _("card refunds")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("program", "reference"), name="store_card_refund_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="store_card_refund_amount"),
        )
        indexes = (models.Index(fields=("program", "state", "queued_at"), name="store_card_refund_queue"),)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class CardDispute(models.Model):
    """A card holder disputes a payment. Evidence is handed in at Stripe until ``due_on``."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    checkout = models.ForeignKey(CardCheckout, models.PROTECT, related_name="disputes", verbose_name=_("card payment"))
    reference = models.CharField(_("Stripe dispute"), max_length=120)
    amount = money(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    reason = models.CharField(_("reason"), max_length=80, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    due_on = models.DateField(_("evidence due"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = TenantQuerySet["CardDispute"].as_manager()

    class Meta:
        verbose_name = _("card dispute")
        verbose_name_plural = _("card disputes")
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("program", "reference"), name="store_card_dispute_once"),)
        indexes = (models.Index(fields=("program", "state", "opened_at"), name="store_card_dispute_queue"),)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
