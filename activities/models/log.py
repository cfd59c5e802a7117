"""The log of partner activities. Rows are never edited: a correction is a row that retracts another."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program


class ActivityQuerySet(TenantQuerySet["Activity"]):
    """Reads of the log; every read names its actor."""

    def effective(self) -> Self:
        """Active rows: neither a retraction nor retracted."""
        return self.filter(retracts=None, retraction=None)


class Activity(models.Model):
    """Something a partner did on a day; ``kind`` is one of the program's activity kinds."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="activities", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)
    on = models.DateField(_("day"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    quantity = models.IntegerField(_("quantity"), null=True, blank=True)
    subject = models.CharField(_("client or person"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    attributes = models.JSONField(_("details"), default=dict, blank=True)
    retracts = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="retraction", verbose_name=_("reverses")
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("program", "reference"), condition=~models.Q(reference=""), name="activities_activity_reference"
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="activities_activity_amount"),
            models.CheckConstraint(condition=models.Q(quantity__gte=0), name="activities_activity_quantity"),
            models.CheckConstraint(
                condition=models.Q(retracts=None) | ~models.Q(reason=""), name="activities_activity_retraction_reason"
            ),
        )
        indexes = (
            models.Index(fields=("partner", "on"), name="activities_activity_partner_on"),
            models.Index(fields=("program", "on"), name="activities_activity_program_on"),
        )

    def __str__(self) -> str:
        return record_name(self)
