"""What a register of tax IDs answered about a partner's, kept as evidence for reverse charge (B24-2.1.1b, R4)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program


class TaxIdAnswerQuerySet(TenantQuerySet["TaxIdAnswer"]):
    """Reads of answers."""

    def recent(self, *, since: date, on: date) -> Self:
        """Answers from a day up to another, the latest in front."""
        return self.filter(asked_on__gte=since, asked_on__lte=on).order_by("-asked_at", "-pk")


class TaxIdAnswer(models.Model):
    """An answer about a tax ID. Append-only. ``reference`` is the register's own number of the consultation.

    ``answer`` is everything that the register said.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="tax_id_answers", db_index=False)
    country = models.CharField(_("country"), max_length=2)
    tax_id = models.CharField(_("tax ID"), max_length=60)
    valid = models.BooleanField(_("valid"))
    register = models.CharField(_("register"), max_length=40)
    reference = models.CharField(_("consultation number"), max_length=120, blank=True)
    name = models.CharField(_("registered name"), max_length=300, blank=True)
    answer = models.JSONField(_("answer"), default=dict)
    asked_on = models.DateField(_("day"))
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TaxIdAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer about a tax ID")
        verbose_name_plural = _("answers about tax IDs")
        ordering = ("-id",)
        indexes = (models.Index(fields=("partner", "tax_id", "-asked_at"), name="store_taxidanswer_latest"),)

    def __str__(self) -> str:
        return self.tax_id
