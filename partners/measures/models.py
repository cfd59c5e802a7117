"""Restrictions, information requests, trademark requests and internal notes about partners."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet, VendorQuerySet
from partners.admission.models import Application
from partners.models.partner import Partner
from programs.models import Program


class RestrictionQuerySet(TenantQuerySet["Restriction"]):
    """Queries for restrictions."""

    def in_force(self, on: date | models.Expression) -> Self:
        """Restrictions that are active on the day: started, not ended, not lifted."""
        return self.lasting(on).filter(starts_on__lte=on)

    def lasting(self, on: date | models.Expression) -> Self:
        """Restrictions that are active on the day or start later."""
        return self.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=on), models.Q(lifted_on=None) | models.Q(lifted_on__gt=on)
        )


class Restriction(models.Model):
    """A restriction with start, end, reason and clause. It ends by itself or is lifted, and is never deleted.

    ``access`` blocks one person, or everybody if there is no ``user`` (B24-14.4). ``discount`` lowers the level's
    discount to ``percent`` under ``conditions`` (B24-3.6). ``level`` lowers the main level from ``level_before`` to
    ``level``, empty for none; ``points`` cancels active points, all without a number; ``achievements`` revokes
    activities, by their ids. A restriction is active from ``starts_on`` to ``ends_on``, both included; without an end,
    until it is lifted.
    """

    class Effect(models.TextChoices):
        ACCESS = "access", _("access blocked")
        DISCOUNT = "discount", _("discount lowered")
        LEVEL = "level", _("level lowered")
        POINTS = "points", _("points canceled")
        ACHIEVEMENTS = "achievements", _("achievements revoked")
        LEADS = "lead_requests", _("barred from client requests")
        CARD = "card", _("not in the directory")
        BLACKLIST = "blacklist", _("on the blacklist")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="restrictions")
    effect = models.CharField(_("effect"), max_length=16, choices=Effect)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    percent = models.DecimalField(_("discount, %"), max_digits=5, decimal_places=2, null=True, blank=True)
    conditions = models.TextField(_("conditions for restoring it"), blank=True)
    level = models.CharField(_("level"), max_length=40, blank=True, default="", db_default="")
    level_before = models.CharField(_("level before"), max_length=40, blank=True, default="", db_default="")
    points = models.PositiveIntegerField(_("points"), null=True, blank=True)
    revoked = ArrayField(
        models.BigIntegerField(),
        verbose_name=_("revoked activities"),
        default=list,
        blank=True,
        db_default=models.Value([], output_field=ArrayField(models.BigIntegerField())),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(_("set"))
    lifted_on = models.DateField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = models.TextField(_("why it was lifted"), blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="partners_restriction_days",
            ),
            models.CheckConstraint(
                condition=models.Q(effect="discount", percent__gte=0, percent__lte=100)
                | ~models.Q(effect="discount") & models.Q(percent=None),
                name="partners_restriction_percent",
            ),
        )
        indexes = (models.Index(fields=("partner", "effect"), name="partners_restriction_effect"),)

    def __str__(self) -> str:
        return self.get_effect_display()


class InformationRequestQuerySet(TenantQuerySet["InformationRequest"]):
    """Queries for information requests."""

    def open(self) -> Self:
        """Unanswered requests, except withdrawn ones and those to former partners, who can't answer."""
        return self.filter(answered_at=None, withdrawn_at=None, partner__ended_on=None)

    def overdue(self, on: date) -> Self:
        """Open requests whose last day has passed (B24-1.7.2)."""
        return self.open().filter(due_on__lt=on)


class InformationRequest(models.Model):
    """The vendor's request for information from a partner, with a deadline in the program's days (B24-1.7.2).

    ``reminded_on`` is the day of the last reminder.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="information_requests")
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("due"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reminded_on = models.DateField(_("last reminder"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a partner")
        verbose_name_plural = _("questions to partners")
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(answered_at=None), name="partners_inforequest_over"
            ),
        )
        indexes = (models.Index(fields=("program", "answered_at", "due_on"), name="partners_inforequest_due"),)

    def __str__(self) -> str:
        return Truncator(self.question).chars(60)

    @property
    def waits(self) -> bool:
        """Whether it is neither answered nor withdrawn."""
        return self.answered_at is None and self.withdrawn_at is None


class TrademarkRequestQuerySet(TenantQuerySet["TrademarkRequest"]):
    """Queries for trademark requests."""

    def waiting(self) -> Self:
        """Requests that the vendor has not decided yet."""
        return self.filter(state=TrademarkRequest.State.WAITING)


class TrademarkRequest(models.Model):
    """A partner's request to use the vendor's trademarks, which needs approval (B24-1.6)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("pending")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="trademark_requests")
    use = models.TextField(_("use"))
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    note = models.TextField(_("shared with the partner"), blank=True)

    objects = TrademarkRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("trademark request")
        verbose_name_plural = _("trademark requests")
        ordering = ("-id",)
        indexes = (models.Index(fields=("program", "state"), name="partners_trademark_state"),)

    def __str__(self) -> str:
        return Truncator(self.use).chars(60)


class Note(models.Model):
    """A manager's internal note about a partner or an application. Append-only."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="notes")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="notes")
    text = models.TextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-id",)

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)
