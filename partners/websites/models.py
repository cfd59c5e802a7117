"""Results of website checks, one row per check (B24-1.4c)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models.partner import Partner
from programs.models import Program


class WebsiteCheck(models.Model):
    """One check of a partner's website for the program's words (B24-1.4c). Append-only.

    ``asked_by`` is the manager who requested it. Without one it is the periodic check, at most one a day.
    """

    class Outcome(models.TextChoices):
        FOUND = "found", _("mentioned")
        ABSENT = "absent", _("not mentioned")
        UNREACHABLE = "unreachable", _("not reachable")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="website_checks")
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("when"))
    address = models.CharField(_("address"), max_length=300)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("website check")
        verbose_name_plural = _("website checks")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "on"), condition=models.Q(asked_by=None), name="partners_websitecheck_day"
            ),
        )

    def __str__(self) -> str:
        return record_name(self)
