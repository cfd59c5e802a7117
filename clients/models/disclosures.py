"""Who looked at a client's contact or a key, and who accepted the rules of use (B24-5.3)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models.client import Client
from clients.models.licence import ClientLicence
from common.record_names import record_name
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program


class ClientLook(models.Model):
    """One view of a client's contact details or of an activation key. Rows are never changed."""

    class What(models.TextChoices):
        CONTACT = "contact", _("Contact details")
        KEY = "key", _("Activation key")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    what = models.CharField(_("what"), max_length=16, choices=What)
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="looks")
    licence = models.ForeignKey(ClientLicence, models.PROTECT, null=True, blank=True, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("seen by"))
    at = models.DateTimeField(_("time"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of client data")
        verbose_name_plural = _("views of client data")
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("program", "-at"), name="clients_look_at"),)

    def __str__(self) -> str:
        return record_name(self)


class AcceptedRules(models.Model):
    """A person accepted a version of the rules for using client contacts. Rows are never changed."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    version = models.CharField(_("version"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("accepted by"))
    at = models.DateTimeField(_("time"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("accepted rules of use")
        verbose_name_plural = _("accepted rules of use")
        constraints = (models.UniqueConstraint(fields=("partner", "by", "version"), name="clients_acceptedrules_once"),)

    def __str__(self) -> str:
        return f"{self.version} {self.by_id}"
