"""Partners that are exempt from tax, as approved by the vendor (B24-2.1.1b)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Partner
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
