"""Claims: partners report completed work, and approval turns it into an activity (B24-4.1, B24-up)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.log import Activity
from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models import Document, Partner
from programs.models import Program


class Claim(models.Model):
    """One claim of a kind of activity that partners may claim.

    ``answers`` holds the form's answers by code; ``on``, ``quantity``, ``subject`` and ``attributes`` are the values of
    the future activity. ``cap`` and ``cap_window`` copy the limit of the rules in force at approval: the database
    refuses to approve more claims of the kind within the window.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("plan pending")
        PLAN_APPROVED = "plan_approved", _("plan approved")
        SUBMITTED = "submitted", _("pending")
        ASKED = "asked", _("more information needed")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RETRACTED = "retracted", _("reversed")

    WAITING = (State.PLANNED, State.SUBMITTED)
    OPEN = (*WAITING, State.PLAN_APPROVED, State.ASKED)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="claims")
    kind = models.CharField(_("kind"), max_length=40)
    state = models.CharField(_("state"), max_length=16, choices=State)
    planned = models.BooleanField(_("the plan was approved"), default=False)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    on = models.DateField(_("day"), null=True, blank=True)
    quantity = models.IntegerField(_("quantity"), null=True, blank=True)
    subject = models.CharField(_("client or person"), max_length=200, blank=True)
    attributes = models.JSONField(_("details"), default=dict, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("sent"))
    waits_since = models.DateTimeField(_("waiting since"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    cap = models.PositiveIntegerField(null=True, blank=True)
    cap_window = models.CharField(max_length=8, blank=True)
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, blank=True, related_name="claim")

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("approved", "retracted"), activity__isnull=False)
                | ~models.Q(state__in=("approved", "retracted")) & models.Q(activity__isnull=True),
                name="activities_claim_activity",
            ),
            # The cap counts by these days: an approved claim without them would not count.
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_on__isnull=False, on__isnull=False),
                name="activities_claim_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(cap=None, cap_window="")
                | models.Q(cap__isnull=False, cap_window__in=("year", "ever")),
                name="activities_claim_cap_window",
            ),
        )
        indexes = (
            models.Index(fields=("program", "state", "waits_since"), name="activities_claim_queue"),
            models.Index(fields=("partner", "kind", "state"), name="activities_claim_partner"),
        )

    def __str__(self) -> str:
        return record_name(self)


class ClaimMessage(models.Model):
    """One step or message in a claim's conversation. Append-only.

    ``changes`` maps the code of each corrected field to its old and new value.
    """

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("sent")
        PLAN_APPROVED = "plan_approved", _("plan approved")
        ASKED = "asked", _("more was asked")
        ANSWERED = "answered", _("answered")
        MESSAGE = "message", _("message")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RETRACTED = "retracted", _("reversed")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="messages")
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    text = models.TextField(_("text"), blank=True)
    changes = models.JSONField(_("corrected"), default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_vendor = models.BooleanField(_("from the vendor"))
    at = models.DateTimeField(_("when"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about a claim")
        verbose_name_plural = _("messages about claims")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.get_kind_display()


class ClaimFile(models.Model):
    """A document that proves a claim; ``field`` is the form field it answers, empty for a message's attachment."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="files")
    message = models.ForeignKey(ClaimMessage, models.PROTECT, null=True, blank=True, related_name="files")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    field = models.CharField(max_length=40, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a claim")
        verbose_name_plural = _("files of claims")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.document_id}"
