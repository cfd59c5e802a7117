"""Requests from clients: what they need, and their contact data apart from it."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.visibility import TenantQuerySet, VendorQuerySet
from partners.models import Partner
from programs.models import Program


class LeadRequestQuerySet(TenantQuerySet["LeadRequest"]):
    """Queries for requests."""

    def visible_to(self, actor: Actor) -> Self:
        """The whole program for the vendor; for a partner, what it was offered, holds, or finds on the board."""
        mine = self.filter(program_id=actor.program_id)
        if actor.is_vendor:
            return mine
        if actor.partner_id is None:
            return self.none()
        own = _held(actor.partner_id, "offers") | _held(actor.partner_id, "reservations")
        return mine.filter(models.Q(state=LeadRequest.State.OPEN) | own)

    def on_board(self) -> Self:
        """Open requests with a free place."""
        return self.filter(state=LeadRequest.State.OPEN, held__lt=models.F("places"))


def _held(partner_id: int, name: str) -> models.Q:
    """Whether the partner has a row of this relation to the request; a join would repeat requests."""
    rows: Any = LeadRequest._meta.get_field(name).related_model
    return models.Q(models.Exists(rows.objects.filter(lead=models.OuterRef("pk"), partner_id=partner_id)))


class LeadRequest(models.Model):
    """What a client needs, without contact data (B24-6).

    ``held`` is how many partners hold one of its ``places`` (B24-6.2c). ``wanted`` is the partner that the client chose
    in the directory. ``text`` is the client's own words, ``folded`` the same without accents and
    case, for the board's search; both are empty once the data are erased.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        OFFERED = "offered", _("Offered")
        OPEN = "open", _("On the board")
        TAKEN = "taken", _("In progress")
        UNPLACED = "unplaced", _("No partner found")
        WON = "won", _("Won")
        CLOSED = "closed", _("Closed")
        MERGED = "merged", _("Merged")

    LIVE = (State.NEW, State.OFFERED, State.OPEN, State.TAKEN, State.UNPLACED)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(_("source"), max_length=40)
    mode = models.CharField(_("mode"), max_length=40)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=12, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    text = models.TextField(_("request"), blank=True)
    folded = models.TextField(blank=True, default="", db_default="")
    wanted = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner asked for"),
        db_index=False,
    )
    state = models.CharField(_("state"), max_length=16, choices=State)
    places = models.PositiveSmallIntegerField(_("places"))
    held = models.PositiveSmallIntegerField(_("reserved"), default=0)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    received_at = models.DateTimeField(_("received"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    close_reason = models.CharField(_("reason"), max_length=400, blank=True)
    asked_at = models.DateTimeField(_("asked about satisfaction"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects = LeadRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("client request")
        verbose_name_plural = _("client requests")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=models.Q(held__lte=models.F("places")), name="leads_request_places"),
        )
        indexes = (
            models.Index(fields=("program", "state", "received_at"), name="leads_request_state"),
            models.Index(
                fields=("program", "mode", "country", "-id"),
                condition=models.Q(state="open"),
                name="leads_request_board",
            ),
            models.Index(fields=("wanted",), condition=models.Q(wanted__isnull=False), name="leads_request_wanted"),
            models.Index(
                fields=("merged_into",), condition=models.Q(merged_into__isnull=False), name="leads_request_merged"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk}"


class LeadContact(models.Model):
    """A client's contact data, encrypted, and its consent; only the vendor and the holders' operations read it.

    ``email_key`` is a keyed digest of the address, to find duplicates. ``secret_digest`` is that of the private link.
    ``salt`` goes into the digest of the request that the chain of offers publishes. Erasing empties all of them.
    """

    lead = models.OneToOneField(LeadRequest, models.PROTECT, primary_key=True, related_name="contact")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    sealed = models.TextField(blank=True)
    email_key = models.CharField(max_length=64, blank=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    language = models.CharField(_("language"), max_length=16, default="en")
    consent = models.TextField(_("consent"))
    consented_at = models.DateTimeField(_("consented"))

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a request")
        verbose_name_plural = _("contacts of requests")
        indexes = (
            models.Index(
                fields=("program", "email_key"), condition=~models.Q(email_key=""), name="leads_contact_email"
            ),
            models.Index(
                fields=("program", "secret_digest"), condition=~models.Q(secret_digest=""), name="leads_contact_secret"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.lead_id}"
