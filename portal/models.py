"""What the API remembers of writes, so that a repeated request is answered and not done again."""

from django.db import models

from common.visibility import TenantQuerySet
from partners.models import ApiToken, Partner
from programs.models import Program


class IdempotentAnswer(models.Model):
    """The answer to a write, by the client's Idempotency-Key: same key and body, same answer; another body, an error.

    ``status`` 0 is a request that is being worked on. ``body`` is the answer as it was sent.
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
        verbose_name = "idempotent answer"
        verbose_name_plural = "idempotent answers"
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="portal_idempotentanswer_key"),)
        indexes = (models.Index(fields=("at",), name="portal_idempotentanswer_at"),)

    def __str__(self) -> str:
        return self.key
