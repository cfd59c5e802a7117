"""Reservations of requests and the work on them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models import ClientLicence
from common.record_names import record_name
from common.visibility import TenantQuerySet
from leads.requests.models import LeadRequest
from leads.requests.rules import BAD_STARS
from partners.models import Partner
from programs.models import Program


class ReservationQuerySet(TenantQuerySet["Reservation"]):
    """Queries for reservations."""

    def open(self) -> Self:
        """Reservations that are being worked on."""
        return self.filter(state=Reservation.State.OPEN)

    def untouched(self) -> Self:
        """Open reservations that were reported because nobody worked on them."""
        return self.open().filter(escalated_at__isnull=False)

    def rated_badly(self) -> Self:
        """Bad ratings of clients that nobody of the vendor has looked into (B24-6.1)."""
        return self.filter(stars__lte=BAD_STARS, rating_seen_at=None)


class Reservation(models.Model):
    """A partner that holds a request: it sees the contact data and works on it (B24-6.2c, B24-6.2d).

    ``slot`` is one of the request's places, numbered from 1; the database allows each number once per request. A
    reservation that ends without a client's loss gives its place back. ``proof_licence`` proves a won one where the
    program asks for it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("In progress")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")
        OTHER = "other", _("Won by another partner")
        RELEASED = "released", _("Released")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        CLOSED = "closed", _("Closed by the client")

    HOLDING = (State.OPEN, State.WON, State.LOST)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="lead_reservations")
    lead = models.ForeignKey(LeadRequest, models.PROTECT, related_name="reservations")
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    places = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.OPEN)
    stage = models.CharField(_("stage"), max_length=40, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("assignee")
    )
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("due"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    reserved_at = models.DateTimeField(_("reserved"))
    touched_at = models.DateTimeField(_("last activity"))
    escalated_at = models.DateTimeField(_("reported as untouched"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    stars = models.PositiveSmallIntegerField(_("client's rating"), null=True, blank=True)
    stars_text = models.TextField(_("client's words"), blank=True)
    rated_at = models.DateTimeField(_("rated"), null=True, blank=True)
    rating_seen_at = models.DateTimeField(_("rating looked into"), null=True, blank=True)
    proof_licence = models.ForeignKey(
        ClientLicence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("license")
    )

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("lead", "partner"), name="leads_reservation_partner"),
            models.UniqueConstraint(fields=("lead", "slot"), name="leads_reservation_slot"),
            models.CheckConstraint(
                condition=models.Q(slot=None) | models.Q(slot__gte=1, slot__lte=models.F("places")),
                name="leads_reservation_places",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("open", "won", "lost"), slot__isnull=False)
                | models.Q(state__in=("other", "released", "expired", "withdrawn", "closed"), slot=None),
                name="leads_reservation_state",
            ),
        )
        indexes = (
            models.Index(fields=("partner", "state", "-id"), name="leads_reservation_own"),
            models.Index(
                fields=("program", "touched_at"), condition=models.Q(state="open"), name="leads_reservation_idle"
            ),
            models.Index(
                fields=("program", "rated_at"), condition=models.Q(stars__lte=2), name="leads_reservation_bad"
            ),
        )

    def __str__(self) -> str:
        return record_name(self)


class LeadNote(models.Model):
    """A note or a step in the work on a request; erased together with the client's data."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        RESERVED = "reserved", _("Reserved")
        STAGE = "stage", _("Stage")
        ASSIGNED = "assigned", _("Assigned")
        NEXT = "next", _("Next step")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")
        ENDED = "ended", _("Ended")
        CLIENT = "client", _("Client")
        FILE = "file", _("File")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    reservation = models.ForeignKey(Reservation, models.PROTECT, related_name="notes")
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("note about a request")
        verbose_name_plural = _("notes about requests")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.get_kind_display()


class ContactView(models.Model):
    """A member of a partner, or staff, saw a client's contact data. Append-only."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(LeadRequest, models.PROTECT, related_name="views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("view of contact data")
        verbose_name_plural = _("views of contact data")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"#{self.lead_id}: {self.user_id}"


class LeadFile(models.Model):
    """A file that a partner's team attached to its work on a request; the partner and the vendor read it (R29)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    reservation = models.ForeignKey(Reservation, models.PROTECT, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=60)
    size = models.PositiveIntegerField(_("size"))
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a request")
        verbose_name_plural = _("files of requests")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """The private address of a member's calendar of next steps; only the digest of its secret is stored."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar of next steps")
        verbose_name_plural = _("calendars of next steps")
        constraints = (models.UniqueConstraint(fields=("partner", "user"), name="leads_calendarfeed_user"),)

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.user_id}"
