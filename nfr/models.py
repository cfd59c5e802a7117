"""NFR grants: licenses that a partner uses itself, not for resale."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program


class NfrGrant(models.Model):
    """One NFR license of a partner; ``kind`` is a code of the program's NFR grants.

    It holds one of the ``allowance`` slots that the partner's level gave at the time; two held grants never share a
    slot, so the allowance is never exceeded. ``ends_on`` is its last day, empty without a term. ``account`` is the host
    of its cloud account; an on-premise key is stored encrypted. ``purposes`` are the uses that were accepted.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Under review")
        ACTIVE = "active", _("Active")
        ENDED = "ended", _("Ended")
        DECLINED = "declined", _("Declined")

    class Form(models.TextChoices):
        CLOUD = "cloud", _("Cloud subscription")
        ON_PREMISE = "on_premise", _("Activation key")

    class Given(models.TextChoices):
        ON_CLAIM = "on_claim", _("Claimed")
        BY_ITSELF = "by_itself", _("With the level")

    class Cause(models.TextChoices):
        TERM = "term", _("End of its term")
        LEVEL = "level", _("Loss of the level")
        STATUS = "status", _("End of the status")
        BREACH = "breach", _("Breach of the rules of use")
        RETURNED = "returned", _("Given back")

    HELD = (State.WAITING, State.ACTIVE)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="nfr_grants", db_index=False)
    kind = models.CharField(_("license"), max_length=40)
    form = models.CharField(_("form"), max_length=16, choices=Form)
    slot = models.PositiveSmallIntegerField(_("slot"))
    allowance = models.PositiveSmallIntegerField(_("allowance"))
    given = models.CharField(_("given"), max_length=16, choices=Given)
    state = models.CharField(_("state"), max_length=16, choices=State)
    account = models.CharField(_("account address"), max_length=253, blank=True)
    sealed_key = models.TextField(blank=True)
    key_digest = models.CharField(max_length=64, null=True, blank=True)
    key_ending = models.CharField(_("key ends with"), max_length=8, blank=True)
    purposes = models.JSONField(_("accepted uses"), default=list, blank=True)
    accepted_at = models.DateTimeField(_("uses accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(_("claimed"))
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    cause = models.CharField(_("ended by"), max_length=16, choices=Cause, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.OneToOneField("activities.Activity", models.PROTECT, null=True, blank=True, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("NFR license")
        verbose_name_plural = _("NFR licenses")
        ordering = ("-claimed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "kind", "slot"),
                condition=models.Q(state__in=("waiting", "active")),
                name="nfr_grant_slot",
            ),
            models.UniqueConstraint(
                fields=("program", "account"),
                condition=models.Q(state__in=("waiting", "active")) & ~models.Q(account=""),
                name="nfr_grant_account",
            ),
            models.UniqueConstraint(fields=("program", "key_digest"), name="nfr_grant_key"),
            models.CheckConstraint(
                condition=models.Q(slot__gte=1, slot__lte=models.F("allowance")), name="nfr_grant_allowance"
            ),
            models.CheckConstraint(
                condition=models.Q(state="ended", ended_on__isnull=False)
                | (~models.Q(state="ended") & models.Q(ended_on__isnull=True)),
                name="nfr_grant_ended_on",
            ),
            models.CheckConstraint(
                condition=~models.Q(form="cloud") | ~models.Q(account=""), name="nfr_grant_cloud_account"
            ),
        )
        indexes = (
            models.Index(fields=("partner", "-claimed_at"), name="nfr_grant_list"),
            models.Index(fields=("program", "ends_on"), condition=models.Q(state="active"), name="nfr_grant_ending"),
        )

    def __str__(self) -> str:
        return record_name(self)


class NfrKeyLook(models.Model):
    """One view of an NFR key. Rows are never changed."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    grant = models.ForeignKey(NfrGrant, models.PROTECT, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("seen by"))
    at = models.DateTimeField(_("time"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of an NFR key")
        verbose_name_plural = _("views of NFR keys")
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return record_name(self)
