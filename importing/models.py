"""Imports that administrators uploaded in the admin."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import VendorQuerySet
from programs.models import Program


class ImportRun(models.Model):
    """Uploaded files, with what importing them would do or did.

    ``problems`` lists what keeps them from being imported, as [file, line, reason]. The files hold a whole network, so
    they are deleted after `importing.uploads.KEPT`.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))
    partners = models.BinaryField()
    activities = models.BinaryField()
    problems = models.JSONField(_("problems"), default=list)
    outcome = models.JSONField(_("outcome"), default=dict)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-id",)
        indexes = (models.Index(fields=("program", "uploaded_at"), name="importing_importrun_at"),)

    def __str__(self) -> str:
        return f"{self.uploaded_at:%Y-%m-%d %H:%M}"
