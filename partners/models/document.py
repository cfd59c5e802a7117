"""Uploaded files, stored in the database so that the same security and transactions apply."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.visibility import TenantQuerySet
from partners.models.partner import Partner
from programs.models import Program


class DocumentQuerySet(TenantQuerySet["Document"]):
    """Queries for documents. Their content is loaded only on request."""

    def visible_to(self, actor: Actor) -> Self:
        """Includes a person's uploads from before their company became a partner."""
        if actor.kind == "visitor" and actor.user_id is not None:
            return self.filter(program_id=actor.program_id, uploaded_by_id=actor.user_id, partner=None)
        return super().visible_to(actor)


class Document(models.Model):
    """An uploaded file. ``purpose`` is a code of the definition, or ``logo``, ``claim``, ``trademark``, ``answer``.

    ``content`` is the processed file: pictures are re-encoded to remove hidden data; PDFs are kept as they are and only
    served as attachments. ``size`` is in bytes.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="documents")
    application = models.ForeignKey(
        "partners.Application", models.CASCADE, null=True, blank=True, related_name="documents"
    )
    request = models.ForeignKey(
        "partners.InformationRequest", models.CASCADE, null=True, blank=True, related_name="documents"
    )
    purpose = models.CharField(_("what for"), max_length=60)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=60)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))

    objects = models.Manager.from_queryset(DocumentQuerySet)()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name
