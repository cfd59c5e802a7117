"""Know your customer: the vendor asks a partner for documents about a client, until a day (B24-2.3.3)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from partners.models import Document, Partner
from programs.models import Program


class KycQuerySet(TenantQuerySet["KycRequest"]):
    """Reads of requests."""

    def open(self) -> Self:
        """Requests that wait for the partner."""
        return self.filter(state__in=KycRequest.OPEN)

    def answered(self) -> Self:
        """Requests that wait for the vendor."""
        return self.filter(state=KycRequest.State.ANSWERED)

    def overdue(self, on: date) -> Self:
        """Requests that the partner didn't answer in time."""
        return self.filter(state=KycRequest.State.ASKED, due_on__lt=on)

    def blocking(self) -> Self:
        """Requests because of which the partner can't order until it answers."""
        return self.open().filter(suspended_at__isnull=False)


class KycRequest(models.Model):
    """What the vendor wants to know of a client, and what the partner handed in.

    ``suspended_at`` is when the partner lost its rights to order because the request was missed or the answer was
    false; answering clears it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("action needed")
        ANSWERED = "answered", _("under review")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    OPEN = (State.ASKED, State.REJECTED)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="kyc_requests")
    company = models.CharField(_("client"), max_length=200)
    question = models.TextField(_("what we need"))
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED)
    suspended_at = models.DateTimeField(_("orders blocked since"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = KycQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for client documents")
        verbose_name_plural = _("requests for client documents")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(suspended_at=None) | Q(state__in=("asked", "rejected")), name="store_kycrequest_suspended"
            ),
        )
        indexes = (
            models.Index(fields=("program", "state", "due_on"), name="store_kycrequest_queue"),
            models.Index(
                fields=("partner",), condition=Q(suspended_at__isnull=False), name="store_kycrequest_blocking"
            ),
        )

    def __str__(self) -> str:
        return self.company


class KycDocument(models.Model):
    """A document that the partner handed in."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(KycRequest, models.PROTECT, related_name="files")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")

    objects = TenantQuerySet["KycDocument"].as_manager()

    class Meta:
        verbose_name = _("client document")
        verbose_name_plural = _("client documents")

    def __str__(self) -> str:
        return f"{self.request_id}: {self.document_id}"
