"""The record of erasures: when, by whom and how much, but not whose data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import VendorQuerySet
from programs.models import Program


class Erasure(models.Model):
    """One erasure of a person's data, or of what a program no longer keeps. Append-only.

    ``digest`` is a keyed digest of the address: who knows the address can prove that it was erased, nobody can read it.
    ``rows`` counts what was erased by the code of its holding, ``kept`` what a law keeps.
    """

    class Cause(models.TextChoices):
        OWN = "own", _("By the person")
        MANAGER = "manager", _("By a partner manager")
        RETENTION = "retention", _("Retention period over")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    cause = models.CharField(_("cause"), max_length=16, choices=Cause)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"))
    digest = models.CharField(max_length=64, blank=True)
    rows = models.JSONField(_("erased"), default=dict)
    mentions = models.PositiveIntegerField(_("texts changed"), default=0)
    kept = models.JSONField(_("kept by law"), default=dict)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
