"""The points ledger: entries that are never edited, and their totals.

Foreign keys covered by another index have no index of their own, because the table has ten million rows.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program


class Watermark(models.Model):
    """The day for which a program's stored totals are correct."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="watermark")
    active_on = models.DateField(_("totals are true for"))

    def __str__(self) -> str:
        return f"{self.program_id} {self.active_on}"


class Account(models.Model):
    """A partner's stored total in one of the program's points accounts.

    ``points`` is not indexed: an update without index changes stays on its page, and opening a day updates thousands of
    totals (docs/adr). Ranks are counted on request.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="accounts", db_index=False)
    code = models.CharField(_("account"), max_length=40)
    points = models.BigIntegerField(_("active points"), default=0)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("points account")
        verbose_name_plural = _("points accounts")
        constraints = (models.UniqueConstraint(fields=("partner", "code"), name="points_account_code"),)

    def __str__(self) -> str:
        return record_name(self)


class Entry(models.Model):
    """One posting. It is active from ``earned_on`` up to and including the day before ``expires_on``."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="entries", db_index=False)
    account = models.CharField(_("account"), max_length=40)
    points = models.BigIntegerField(_("points"))
    earned_on = models.DateField(_("earned"))
    expires_on = models.DateField(_("no longer counts from"), null=True, blank=True)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="entries")
    rule = models.CharField(_("rule"), max_length=60)
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    key = models.CharField(max_length=120)
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversals",
        verbose_name=_("reverses"),
        db_index=False,
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    posted_at = models.DateTimeField(_("posted"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("points entry")
        verbose_name_plural = _("points entries")
        ordering = ("-earned_on", "-id")
        constraints = (models.UniqueConstraint(fields=("program", "key"), name="points_entry_key"),)
        indexes = (
            models.Index(fields=("partner", "account", "earned_on"), name="points_entry_statement"),
            models.Index(fields=("program", "expires_on"), name="points_entry_expiry"),
            models.Index(
                fields=("reverses",), condition=models.Q(reverses__isnull=False), name="points_entry_reverses"
            ),
        )

    def __str__(self) -> str:
        return record_name(self)
