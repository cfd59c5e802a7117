"""What the vendor told a partner: stored when sent, which counts as received; mail goes out too (B24-1.7.1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program


class Notice(models.Model):
    """One message in a partner's inbox. Only ``mailed_at`` is written later, once the mail has left."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(max_length=160)
    on = models.DateField(_("day"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    sent_at = models.DateTimeField(_("sent"))
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-sent_at", "-id")
        constraints = (models.UniqueConstraint(fields=("program", "key"), name="notices_notice_key"),)
        indexes = (
            models.Index(fields=("partner", "-sent_at"), name="notices_notice_inbox"),
            models.Index(fields=("id",), condition=models.Q(mailed_at=None), name="notices_notice_unmailed"),
        )

    def __str__(self) -> str:
        return self.subject
