"""Compliance records: sales to territories and persons that were refused or had to be decided (B24-2.4)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Document, Partner
from programs.models import Program
from store.orders.models import Order


class ComplianceQuerySet(TenantQuerySet["ComplianceCheck"]):
    """Reads of compliance records."""

    def waiting(self) -> Self:
        """Records that wait for the vendor's decision."""
        return self.filter(state=ComplianceCheck.State.WAITING)


class ComplianceCheck(models.Model):
    """Why a sale was refused or waits, and what was decided. Records are never deleted.

    A sale to an excluded territory is refused at once; one to a territory under review waits, with its ``order``.
    One that is found later, on a paid order, says why. ``matches`` are the clients' names on lists of excluded
    persons; only the vendor sees them. ``question`` is what the vendor asks the partner for, ``answer`` and ``files``
    what the partner handed in.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("pending")
        ASKED = "asked", _("action needed")
        CLEARED = "cleared", _("cleared")
        REFUSED = "refused", _("refused")
        FOUND = "found", _("restricted sale")

    OPEN = (State.WAITING, State.ASKED)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="compliance_checks")
    order = models.OneToOneField(Order, models.PROTECT, null=True, blank=True, related_name="compliance")
    state = models.CharField(_("state"), max_length=12, choices=State)
    company = models.CharField(_("client"), max_length=200, blank=True)
    countries = models.JSONField(_("countries"), default=list)
    matches = models.JSONField(_("names on lists"), default=list, blank=True)
    clause = models.CharField(_("clause"), max_length=60, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.TextField(_("what we need"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = ComplianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("compliance record")
        verbose_name_plural = _("compliance records")
        ordering = ("-id",)
        indexes = (models.Index(fields=("program", "state", "opened_at"), name="store_compliance_queue"),)

    def __str__(self) -> str:
        return f"{self.company} {self.get_state_display()}"


class ComplianceDocument(models.Model):
    """A document that the partner handed in."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    check_of = models.ForeignKey(ComplianceCheck, models.PROTECT, related_name="files", db_column="check_id")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")

    objects = TenantQuerySet["ComplianceDocument"].as_manager()

    class Meta:
        verbose_name = _("compliance document")
        verbose_name_plural = _("compliance documents")

    def __str__(self) -> str:
        return f"{self.check_of_id}: {self.document_id}"
