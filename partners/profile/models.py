"""Profile changes that need the vendor's approval before they take effect (B24-1.7.4, B24-1.4b)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models.document import Document
from partners.models.partner import Partner
from programs.models import Program


class ProfileRevision(models.Model):
    """A profile change. ``before`` and ``changes`` hold the old and new values of the same fields.

    ``legal`` means that the changes need verification by ``due_on``; the partner keeps its status meanwhile.
    ``verification`` is the partner's earlier value, restored if the changes don't take effect.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    before = models.JSONField(_("before"), default=dict)
    changes = models.JSONField(_("changes"), default=dict)
    logo = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    legal = models.BooleanField(_("needs verification again"), default=False)
    verification = models.CharField(max_length=16, blank=True, default="")
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PENDING)
    due_on = models.DateField(_("due"), null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("sent"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile change")
        verbose_name_plural = _("profile changes")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("partner", "number"), name="partners_profilerevision_number"),
            models.UniqueConstraint(
                fields=("partner",), condition=models.Q(state="pending"), name="partners_profilerevision_pending"
            ),
        )
        indexes = (models.Index(fields=("program", "state", "due_on"), name="partners_profilerev_queue"),)

    def __str__(self) -> str:
        return str(_("Change %(number)s") % {"number": self.number})
