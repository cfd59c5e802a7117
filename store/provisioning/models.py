"""Where the vendor's product hears of licenses, and what it is told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models import ClientLicence
from common.visibility import VendorQuerySet
from partners.models import Partner
from programs.models import Program


class ProvisioningEndpoint(models.Model):
    """An address of the vendor's product that gets signed webhooks.

    ``sealed_secret`` signs; after a change, ``sealed_previous`` signs too until ``previous_until``. ``failures`` counts
    attempts in a row that failed because of the endpoint; nothing is sent to it before ``retry_at``.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Closed")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    sealed_secret = models.TextField()
    sealed_previous = models.TextField(blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("status"), max_length=8, choices=State, default=State.ACTIVE)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failure = models.CharField(_("last failure"), max_length=200, blank=True)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    answered_at = models.DateTimeField(_("last success"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(_("added"))

    objects = VendorQuerySet["ProvisioningEndpoint"].as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("program", "url"), condition=~Q(state="closed"), name="store_provisioning_url"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ProvisioningMessage(models.Model):
    """One thing that the vendor's product must do about a license; each endpoint gets one of its own.

    ``subject`` names the license: "license-17" of a client, which is the ``licence`` too, or "nfr-3" of the ``partner``
    itself. ``sequence`` grows with each message about a license, so that a late "activate" cannot overtake a
    "deactivate" (R21). ``content`` is what held then; a key is never in it, it is put in when the message is sent
    (R15). Without an ``endpoint`` the portal itself is the product, and the message is done at once.
    """

    class Kind(models.TextChoices):
        ACTIVATE = "license.activated", _("Activate")
        CHANGE = "license.changed", _("Change")
        DEACTIVATE = "license.deactivated", _("Deactivate")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Refused")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    subject = models.CharField(_("license"), max_length=40)
    licence = models.ForeignKey(
        ClientLicence,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="provisioning",
        verbose_name=_("client license"),
    )
    endpoint = models.ForeignKey(
        ProvisioningEndpoint, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("webhook")
    )
    sequence = models.PositiveIntegerField(_("sequence"))
    kind = models.CharField(_("what"), max_length=24, choices=Kind)
    content = models.JSONField(_("content"))
    state = models.CharField(_("status"), max_length=8, choices=State)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=200, blank=True)
    queued_at = models.DateTimeField(_("queued"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = VendorQuerySet["ProvisioningMessage"].as_manager()

    class Meta:
        verbose_name = _("license message")
        verbose_name_plural = _("license messages")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("program", "subject", "sequence", "endpoint"),
                nulls_distinct=False,
                name="store_provisioning_once",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="store_provisioning_done",
            ),
            models.CheckConstraint(
                condition=Q(endpoint__isnull=False) | Q(state="done"), name="store_provisioning_own"
            ),
        )
        indexes = (
            models.Index(fields=("program", "id"), condition=Q(state="waiting"), name="store_provisioning_waiting"),
            models.Index(fields=("program", "state", "queued_at"), name="store_provisioning_queue"),
        )

    def __str__(self) -> str:
        return self.message_id

    @property
    def message_id(self) -> str:
        """The same however often it is sent, so that the product recognizes a repeat."""
        return f"{self.subject}-{self.sequence}"
