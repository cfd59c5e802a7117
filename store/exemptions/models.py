"""Partners that are exempt from tax, as approved by the vendor, and those that ask to be (B24-2.1.1b)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Document, Partner
from programs.models import Program


class TaxExemptionQuerySet(TenantQuerySet["TaxExemption"]):
    """Reads of exemptions."""

    def in_force(self, on: date) -> Self:
        """Exemptions that hold on a day."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gte=on), starts_on__lte=on)


class TaxExemption(models.Model):
    """A partner's exemption from tax, from a day to another, both included. Only its end is ever changed."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="tax_exemptions")
    proof = models.CharField(_("certificate"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TaxExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tax exemption")
        verbose_name_plural = _("tax exemptions")
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="store_taxexemption_days",
            ),
        )

    def __str__(self) -> str:
        return self.proof


class ExemptionRequestQuerySet(TenantQuerySet["ExemptionRequest"]):
    """Reads of requests for an exemption."""

    def waiting(self) -> Self:
        """Requests that wait for the vendor's decision."""
        return self.filter(state=ExemptionRequest.State.WAITING)


class ExemptionRequest(models.Model):
    """A partner asks to be exempt from tax, with its certificate. Approving it makes a ``TaxExemption``."""

    class State(models.TextChoices):
        WAITING = "waiting", _("pending")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="exemption_requests")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    proof = models.CharField(_("certificate"), max_length=200)
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name=_("file"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ExemptionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a tax exemption")
        verbose_name_plural = _("requests for a tax exemption")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("partner",), condition=models.Q(state="waiting"), name="store_exemptionrequest_one"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="store_exemptionrequest_days",
            ),
        )
        indexes = (models.Index(fields=("program", "state", "asked_at"), name="store_exemption_queue"),)

    def __str__(self) -> str:
        return self.proof
