"""API tokens, and stored answers for repeated writes."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.visibility import TenantQuerySet
from partners.models.partner import Partner
from programs.models import Program


class ApiToken(models.Model):
    """A token, shown once and stored as a digest. It may do what both its scopes and its person's role allow.

    Tokens without a partner are the vendor's. A token ends when it is revoked or expires, or its person leaves.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="tokens")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=pgettext_lazy("an API token", "may"))
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class IdempotentAnswer(models.Model):
    """The answer to a write, by the client's Idempotency-Key.

    The same key and body give the same answer; another body gives an error. ``status`` 0 means that the request is
    still in progress. ``body`` is the answer as it was sent.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="+")
    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        db_table = "portal_idempotentanswer"
        verbose_name = "idempotent answer"
        verbose_name_plural = "idempotent answers"
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="portal_idempotentanswer_key"),)
        indexes = (models.Index(fields=("at",), name="portal_idempotentanswer_at"),)

    def __str__(self) -> str:
        return self.key
