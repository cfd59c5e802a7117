"""What paid renewals, upgrades and additional seats changed about clients' licenses."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models import ClientLicence
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program
from store.orders.models import OrderLine


class LicenceChange(models.Model):
    """A line changed a license: ``days`` more, another product, or more ``seats``. Append-only.

    A refund adds a row that ``undoes`` it. ``product`` and ``plan`` are those before the change, empty if they stayed.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="licence_changes")
    licence = models.ForeignKey(ClientLicence, models.PROTECT, related_name="store_changes")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    days = models.IntegerField(_("days"), default=0)
    seats = models.IntegerField(_("seats"), default=0)
    product = models.CharField(_("product before"), max_length=60, blank=True)
    plan = models.CharField(_("plan before"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"))

    objects = TenantQuerySet["LicenceChange"].as_manager()

    class Meta:
        verbose_name = _("change of a license")
        verbose_name_plural = _("changes of licenses")
        constraints = (
            models.UniqueConstraint(fields=("line",), condition=Q(undoes=None), name="store_licencechange_line"),
        )

    def __str__(self) -> str:
        return f"{self.licence_id}: {self.days} days, {self.seats} seats"
