"""The bonus account: applications, credits, uses by orders, and the entries that are never edited (B24-9, B24-f).

Inserting an entry changes what is left of its credit, by a trigger: the two can't differ, and a check of the database
keeps what is left between zero and the credit's amount.
"""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.dates import DAY
from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program
from store.money import money


class BonusApplication(models.Model):
    """A partner's application for a bonus that is given on application (B24-9a)."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Pending")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="bonus_applications")
    kind = models.CharField(_("bonus"), max_length=40)
    state = models.CharField(_("status"), max_length=16, choices=State, default=State.SUBMITTED)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(_("submitted"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("bonus application")
        verbose_name_plural = _("bonus applications")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "kind"), condition=models.Q(state="submitted"), name="store_bonus_one_application"
            ),
        )
        indexes = (models.Index(fields=("program", "state", "applied_at"), name="store_bonus_queue"),)

    def __str__(self) -> str:
        return record_name(self)


class BonusCredit(models.Model):
    """Bonus money given to a partner, usable up to and including the day before ``expires_on``.

    ``period`` is the year of a manager's credit, or ``ever``: one credit of a kind in a period. ``available`` is
    changed by entries only.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="bonus_credits", db_index=False)
    kind = models.CharField(_("bonus"), max_length=40)
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    period = models.CharField(_("period"), max_length=8)
    currency = models.CharField(_("currency"), max_length=3)
    amount = money(_("amount"))
    available = money(_("available"))
    credited_on = models.DateField(_("credited"))
    expires_on = models.DateField(_("not usable from"))
    application = models.OneToOneField(BonusApplication, models.PROTECT, null=True, blank=True, related_name="credit")
    credited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    credited_at = models.DateTimeField(_("credited at"))
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    revoked_on = models.DateField(_("revoked"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("bonus")
        verbose_name_plural = _("bonuses")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("partner", "kind", "period"), name="store_bonus_period"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="store_bonus_amount"),
            models.CheckConstraint(
                condition=models.Q(available__gte=0) & models.Q(available__lte=models.F("amount")),
                name="store_bonus_available",
            ),
        )
        indexes = (
            models.Index(
                fields=("program", "expires_on"), condition=models.Q(available__gt=0), name="store_bonus_expiry"
            ),
        )

    def __str__(self) -> str:
        return record_name(self)

    @property
    def last_day(self) -> date:
        """The last day on which it can be used."""
        return self.expires_on - DAY


class BonusUse(models.Model):
    """Bonus money that one order takes: held until the order is paid, and then spent.

    ``order`` is the order's reference; ``returned`` is what came back after payment.
    """

    class State(models.TextChoices):
        HELD = "held", _("Reserved")
        SPENT = "spent", _("Spent")
        RELEASED = "released", _("Returned")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="bonus_uses")
    order = models.CharField(_("order"), max_length=60)
    currency = models.CharField(_("currency"), max_length=3)
    amount = money(_("amount"))
    returned = money(_("returned"), default=Decimal(0))
    state = models.CharField(_("status"), max_length=16, choices=State, default=State.HELD)
    held_on = models.DateField(_("reserved"))
    spent_on = models.DateField(_("spent"), null=True, blank=True)
    released_on = models.DateField(_("returned on"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of bonuses")
        verbose_name_plural = _("uses of bonuses")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("program", "order"), name="store_bonus_order"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, returned__gte=0, returned__lte=models.F("amount")),
                name="store_bonus_use",
            ),
        )

    def __str__(self) -> str:
        return f"{self.order}: {self.amount} {self.currency}"


class BonusEntry(models.Model):
    """One movement of a credit; ``amount`` is signed, and each use is paired with the credits it took from."""

    class Kind(models.TextChoices):
        USED = "used", _("Used")
        RELEASED = "released", _("Returned, order not paid")
        RETURNED = "returned", _("Returned, order refunded")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="bonus_entries")
    credit = models.ForeignKey(BonusCredit, models.PROTECT, related_name="entries")
    use = models.ForeignKey(BonusUse, models.PROTECT, null=True, blank=True, related_name="entries")
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    amount = money(_("amount"))
    on = models.DateField(_("day"))
    key = models.CharField(max_length=120)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField(_("posted"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("bonus entry")
        verbose_name_plural = _("bonus entries")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("program", "key"), name="store_bonus_entry_key"),
            models.CheckConstraint(
                condition=models.Q(kind__in=("released", "returned"), amount__gt=0)
                | models.Q(kind__in=("used", "expired"), amount__lt=0)
                | models.Q(kind="revoked", amount__lte=0),
                name="store_bonus_entry_sign",
            ),
        )

    def __str__(self) -> str:
        return record_name(self)
