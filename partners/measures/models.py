"""What the vendor asks of a partner, allows it, forbids it, and writes down about it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet, VendorQuerySet
from partners.admission.models import Application
from partners.models.partner import Partner
from programs.models import Program


class RestrictionQuerySet(TenantQuerySet["Restriction"]):
    """Reads of restrictions."""

    def in_force(self, on: date) -> Self:
        """Those that hold on the day: begun, not over, not lifted before."""
        return self.lasting(on).filter(starts_on__lte=on)

    def lasting(self, on: date) -> Self:
        """Those that hold on the day or begin later: not over, not lifted."""
        return self.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=on), models.Q(lifted_on=None) | models.Q(lifted_on__gt=on)
        )


class Restriction(models.Model):
    """A measure with start, end, reason and clause; it ends by itself or is lifted, and is never deleted.

    ``access`` blocks the sign-in of one person, or of all where there is no ``user`` (B24-14.4). ``discount`` lowers
    the level's discount to ``percent`` under ``conditions`` (B24-3.6). It holds on days from ``starts_on`` to
    ``ends_on``, both included; without an end until it is lifted.
    """

    class Effect(models.TextChoices):
        ACCESS = "access", _("access blocked")
        DISCOUNT = "discount", _("discount lowered")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="restrictions")
    effect = models.CharField(_("effect"), max_length=16, choices=Effect)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    percent = models.DecimalField(_("discount, %"), max_digits=5, decimal_places=2, null=True, blank=True)
    conditions = models.TextField(_("conditions for restoring it"), blank=True)
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
    """Reads of information requests."""

    def open(self) -> Self:
        """Those that somebody is still to answer: a former partner's people cannot."""
        return self.filter(answered_at=None, partner__ended_on=None)

    def overdue(self, on: date) -> Self:
        """The open ones whose last day has passed (B24-1.7.2)."""
        return self.open().filter(due_on__lt=on)


class InformationRequest(models.Model):
    """The vendor asks a partner something; the answer is due in the program's days (B24-1.7.2)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="information_requests")
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("due"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("information request")
        verbose_name_plural = _("information requests")
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=("program", "answered_at", "due_on"), name="partners_inforequest_due"),)

    def __str__(self) -> str:
        return self.question[:60]


class TrademarkRequestQuerySet(TenantQuerySet["TrademarkRequest"]):
    """Reads of trademark requests."""

    def waiting(self) -> Self:
        """Those that the vendor is still to decide."""
        return self.filter(state=TrademarkRequest.State.WAITING)


class TrademarkRequest(models.Model):
    """A partner asks leave for a use of the vendor's trademarks; the use waits for approval (B24-1.6)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a decision")
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
    note = models.TextField(_("told to the partner"), blank=True)

    objects = TrademarkRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("trademark request")
        verbose_name_plural = _("trademark requests")
        ordering = ("-id",)
        indexes = (models.Index(fields=("program", "state"), name="partners_trademark_state"),)

    def __str__(self) -> str:
        return self.use[:60]


class Note(models.Model):
    """What a manager writes down about a partner or an application for the vendor's eyes only. Append-only."""

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
        return self.text[:60]
