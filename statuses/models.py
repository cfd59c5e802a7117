"""Partners' levels, the decisions behind them, and the certificates that prove them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import TenantQuerySet, VendorQuerySet
from partners.models import Partner
from programs.models import Program, Revision


class Decision(models.Model):
    """A manager's decision about a partner's level, with a reason: input of the engine, never edited."""

    class Kind(models.TextChoices):
        EXCEPTION = "exception", _("set by a partner manager")
        PENALTY = "penalty", _("penalty")
        TERMINATION = "termination", _("termination")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="decisions")
    track = models.CharField(_("track"), max_length=40)
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    level = models.CharField(_("level"), max_length=40, blank=True)
    reason = models.TextField(_("reason"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("manager's decision")
        verbose_name_plural = _("managers' decisions")
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return record_name(self)


class PlannedEnd(models.Model):
    """A partnership that is to end on a day ahead, with the reason. A job ends it on that day unless it is canceled."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="planned_ends")
    on = models.DateField(_("ends on"))
    reason = models.TextField(_("reason"))
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField(_("planned"))
    canceled_at = models.DateTimeField(_("canceled"), null=True, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned end of a partnership")
        verbose_name_plural = _("planned ends of partnerships")
        ordering = ("on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("partner",),
                condition=models.Q(canceled_at=None, decision=None),
                name="statuses_plannedend_one",
            ),
        )
        indexes = (
            models.Index(
                fields=("program", "on"),
                condition=models.Q(canceled_at=None, decision=None),
                name="statuses_plannedend_due",
            ),
        )

    def __str__(self) -> str:
        return record_name(self)


class StatusChange(models.Model):
    """A decision about a level with its full verdict. For a kept review, the level before and after is the same.

    Never edited. When an activity for an earlier day arrives, decisions it invalidates get ``superseded_at``.
    """

    class Cause(models.TextChoices):
        ACCEPTANCE = "acceptance", _("joined the program")
        UPGRADE = "upgrade", _("requirements met")
        REVIEW = "review", _("review")
        GRACE = "grace", _("deadline passed")
        EXCEPTION = "exception", _("set by a partner manager")
        PENALTY = "penalty", _("penalty")
        TERMINATION = "termination", _("termination")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="status_changes", db_index=False)
    track = models.CharField(_("track"), max_length=40)
    on = models.DateField(_("day"))
    seq = models.PositiveSmallIntegerField()
    from_level = models.CharField(_("from"), max_length=40, blank=True)
    to_level = models.CharField(_("to"), max_length=40, blank=True)
    cause = models.CharField(_("cause"), max_length=16, choices=Cause)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", db_index=False)
    verdict = models.JSONField(_("verdict"), default=dict)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"))
    superseded_at = models.DateTimeField(_("undone by a later fact"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ("-on", "-seq", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "track", "on", "seq"),
                condition=models.Q(superseded_at=None),
                name="statuses_statuschange_once",
            ),
        )
        indexes = (models.Index(fields=("program", "on"), name="statuses_statuschange_on"),)

    def __str__(self) -> str:
        return record_name(self)


class Standing(models.Model):
    """A partner's current level on a track; written only by the engine."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="standings", db_index=False)
    track = models.CharField(_("track"), max_length=40)
    level = models.CharField(_("level"), max_length=40, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    grace_on = models.DateField(_("grace decided on"), null=True, blank=True)
    state = models.JSONField(default=dict)
    assessed_on = models.DateField(_("assessed for"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = (models.UniqueConstraint(fields=("partner", "track"), name="statuses_standing_track"),)
        indexes = (
            models.Index(fields=("program", "review_on"), name="statuses_standing_review"),
            models.Index(fields=("program", "grace_on"), name="statuses_standing_grace"),
            models.Index(fields=("program", "track", "level"), name="statuses_standing_level"),
        )

    def __str__(self) -> str:
        return record_name(self)


class Certificate(models.Model):
    """An issued certificate. Its content never changes; a newer one sets ``replaced_on``."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="certificates")
    track = models.CharField(_("track"), max_length=40)
    serial = models.CharField(_("serial"), max_length=40, unique=True)
    holder = models.CharField(_("company"), max_length=200)
    level = models.CharField(_("level"), max_length=40)
    level_name = models.CharField(_("level"), max_length=80)
    issued_on = models.DateField(_("issued"))
    valid_until = models.DateField(_("valid until"))
    replaced_on = models.DateField(_("replaced"), null=True, blank=True)
    clause = models.CharField(_("clause"), max_length=60, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-issued_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "track"),
                condition=models.Q(replaced_on=None),
                name="statuses_certificate_current",
            ),
        )

    def __str__(self) -> str:
        return self.serial
