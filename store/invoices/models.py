"""Invoices and credit notes, and the counters of their numbers. Nothing changes or deletes them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet, VendorQuerySet
from partners.models import Partner
from programs.models import Program
from store.money import money
from store.orders.models import Order


class InvoiceCounter(models.Model):
    """The last number of a series: of one entity, kind and year (R9)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    entity = models.CharField(_("contracting entity"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"))

    objects = VendorQuerySet["InvoiceCounter"].as_manager()

    class Meta:
        verbose_name = _("counter of invoices")
        verbose_name_plural = _("counters of invoices")
        constraints = (
            models.UniqueConstraint(fields=("program", "entity", "kind", "year"), name="store_invoice_counter"),
        )

    def __str__(self) -> str:
        return f"{self.entity} {self.kind} {self.year}: {self.last}"


class Invoice(models.Model):
    """One invoice or credit note, with everything printed on it as it was on its day. Append-only.

    ``sequence`` counts without gaps in its entity, kind and year; ``number`` is how it is printed. ``lines`` and
    ``taxes`` hold amounts as text (store/invoices/content.py). A credit note names the invoice it ``corrects``; its
    amounts are positive (R9).
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="invoices", db_index=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    entity = models.CharField(_("contracting entity"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("count"))
    number = models.CharField(_("number"), max_length=40)
    issued_on = models.DateField(_("date"))
    paid_on = models.DateField(_("paid on"))
    currency = models.CharField(_("currency"), max_length=3)
    language = models.CharField(_("language"), max_length=12)
    seller = models.JSONField(_("seller"))
    buyer = models.JSONField(_("buyer"))
    lines = models.JSONField(_("lines"))
    taxes = models.JSONField(_("taxes"))
    net = money(_("net"))
    tax = money(_("tax"))
    total = money(_("total"))
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="credit_notes")
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    issued_at = models.DateTimeField(_("issued"))

    objects = TenantQuerySet["Invoice"].as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("program", "entity", "kind", "year", "sequence"), name="store_invoice_sequence"
            ),
            models.UniqueConstraint(fields=("order",), condition=Q(kind="invoice"), name="store_invoice_order"),
            models.CheckConstraint(
                condition=Q(total=F("net") + F("tax")) & Q(net__gte=0, tax__gte=0), name="store_invoice_total"
            ),
            models.CheckConstraint(
                condition=Q(kind="invoice", corrects=None) | Q(kind="credit_note", corrects__isnull=False),
                name="store_invoice_corrects",
            ),
        )
        indexes = (
            models.Index(fields=("partner", "-issued_on"), name="store_invoice_partner"),
            models.Index(fields=("program", "issued_on"), name="store_invoice_day"),
        )

    def __str__(self) -> str:
        return self.number
