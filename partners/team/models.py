"""Partner members and invitations."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models.partner import Partner
from programs.models import Program


class Member(models.Model):
    """A person who acts for a partner."""

    class Role(models.TextChoices):
        MAIN = "main", _("main user")
        MANAGER = "manager", _("manager")
        SALES = "sales", _("sales")
        READONLY = "readonly", _("read-only")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = (models.UniqueConstraint(fields=("partner", "user"), name="partners_member_user"),)

    def __str__(self) -> str:
        return record_name(self)


class Invitation(models.Model):
    """An email invitation to join a partner, or the vendor's staff if there is no partner (B24-7.2).

    Only a digest of the link's secret is stored. If the program requires it, the vendor approves before the email is
    sent.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("pending")
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="invitations")
    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=16)
    state = models.CharField(_("state"), max_length=16, choices=State)
    digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-invited_at", "-id")
        constraints = (
            models.UniqueConstraint(
                "program",
                "partner",
                Lower("email"),
                condition=models.Q(state__in=("waiting", "sent")),
                nulls_distinct=False,
                name="partners_invitation_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted", accepted_by__isnull=False)
                | ~models.Q(state="accepted") & models.Q(accepted_by__isnull=True),
                name="partners_invitation_accepted_by",
            ),
        )

    def __str__(self) -> str:
        return self.email
