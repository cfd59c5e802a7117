"""Reports that the vendor's staff get by email, every week or every month."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import VendorQuerySet
from programs.models import Program


class ReportMail(models.Model):
    """One person gets one report with these filters. ``sent_for`` is the first day of the last week or month sent."""

    class Every(models.TextChoices):
        WEEK = "week", _("every week, on Monday")
        MONTH = "month", _("every month, on the first day")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    report = models.CharField(_("report"), max_length=40)
    country = models.CharField(_("country"), max_length=2, blank=True)
    choice = models.CharField(_("filter"), max_length=40, blank=True)
    every = models.CharField(_("how often"), max_length=8, choices=Every)
    started_at = models.DateTimeField(_("ordered"))
    sent_for = models.DateField(_("last sent for"))

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled report")
        verbose_name_plural = _("scheduled reports")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("program", "user", "report", "country", "choice", "every"), name="reports_reportmail_once"
            ),
        )

    def __str__(self) -> str:
        return record_name(self)
