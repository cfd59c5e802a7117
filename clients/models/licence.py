"""Clients' licenses: cloud subscriptions and on-premise activation keys."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models.client import Client
from common.visibility import TenantQuerySet
from partners.models import Partner
from programs.models import Program

# How the store refers to a unit of an order's line: order-HB5TQ4YX-1-1.
_ORDER_LINE = re.compile(r"order-(?P<number>\w+)-\d+-\d+")


class ClientLicence(models.Model):
    """A paid license. ``partner`` serves it today, ``seller`` sold it (R19).

    It runs from ``starts_on`` through ``ends_on`` (empty: without end). A key has no ``client`` until it is registered.
    ``sealed_key`` is the encrypted activation key, ``key_digest`` finds it. ``reference`` is the order line it came
    from. ``counts`` is false when its order was refunded or excluded (B24-3.2): it then gives no paid day (B24-g).
    """

    class Kind(models.TextChoices):
        SUBSCRIPTION = "subscription", _("Cloud subscription")
        KEY = "key", _("Activation key")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        DEACTIVATED = "deactivated", _("Deactivated")
        ENDED = "ended", _("Ended")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="client_licences", db_index=False)
    seller = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("sold by"))
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="licences")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    product = models.CharField(_("product"), max_length=60)
    plan = models.CharField(_("plan or edition"), max_length=200)
    seats = models.PositiveIntegerField(_("seats"))
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    reference = models.CharField(_("order"), max_length=120)
    sealed_key = models.TextField(blank=True)
    key_digest = models.CharField(max_length=64, null=True, blank=True)
    key_ending = models.CharField(_("key ends with"), max_length=8, blank=True)
    registered_to = models.CharField(_("registered to"), max_length=200, blank=True)
    registered_on = models.DateField(_("registered"), null=True, blank=True)
    register_by = models.DateField(_("register by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.ACTIVE)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    counts = models.BooleanField(_("counts"), default=True)
    opened_at = models.DateTimeField(_("opened"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("client license")
        verbose_name_plural = _("client licenses")
        constraints = (
            models.UniqueConstraint(fields=("program", "reference"), name="clients_licence_reference"),
            models.UniqueConstraint(fields=("program", "key_digest"), name="clients_licence_key"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="clients_licence_term",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="key", key_digest__isnull=False)
                | models.Q(kind="subscription", key_digest__isnull=True, client__isnull=False),
                name="clients_licence_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(state="active", ended_on__isnull=True)
                | (~models.Q(state="active") & models.Q(ended_on__isnull=False)),
                name="clients_licence_ended_on",
            ),
        )
        indexes = (
            models.Index(fields=("partner", "-starts_on", "-id"), name="clients_licence_list"),
            models.Index(
                fields=("program", "register_by"),
                condition=models.Q(state="active", registered_on=None, register_by__isnull=False),
                name="clients_licence_unregistered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} {self.reference}"

    @property
    def order_number(self) -> str:
        """The number of the order that delivered it; "" for one that was recorded without an order here."""
        found = _ORDER_LINE.fullmatch(self.reference)
        return found["number"] if found else ""
