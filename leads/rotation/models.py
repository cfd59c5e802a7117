"""The rotation of requests: who takes part and where, whose turn it is, the offers, and the chain that proves them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.record_names import record_name
from common.visibility import TenantQuerySet, VendorQuerySet
from leads.requests.models import LeadRequest
from partners.models import Partner
from programs.models import Program


class Participant(models.Model):
    """What a partner has agreed to and how it does with requests.

    ``alias`` names the partner in the published chain of offers. ``rules_version`` is the version of the lead program's
    rules that it accepted last (B24-6.1). Until ``away_until``, included, it gets no offers. ``won`` and ``lost`` are
    counted anew at each end of a reservation (B24-6.2e).
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.OneToOneField(Partner, models.PROTECT, related_name="lead_participant")
    alias = models.CharField(max_length=16)
    rules_version = models.CharField(_("rules accepted"), max_length=200, blank=True)
    rules_changed_on = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    away_until = models.DateField(_("away until"), null=True, blank=True)
    won = models.PositiveIntegerField(_("won"), default=0)
    lost = models.PositiveIntegerField(_("lost"), default=0)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner in the lead program")
        verbose_name_plural = _("partners in the lead program")
        constraints = (models.UniqueConstraint(fields=("program", "alias"), name="leads_participant_alias"),)

    def __str__(self) -> str:
        return self.alias

    def is_away(self, on: date) -> bool:
        """Whether the partner is away on the day."""
        return self.away_until is not None and on <= self.away_until


class LocationQuerySet(TenantQuerySet["Location"]):
    """Queries for locations."""

    def in_force(self) -> Self:
        """Locations that a manager approved."""
        return self.filter(state=Location.State.APPROVED)


class Location(models.Model):
    """A country, or one region of it, that a partner covers besides its own country (B24-6.2a).

    ``slot`` numbers the locations that a partner has or has asked for; the database allows each number once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Pending")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        REMOVED = "removed", _("Removed")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="lead_locations")
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=12, blank=True)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State)
    asked_at = models.DateTimeField(_("requested"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("partner", "slot"), name="leads_location_slot"),
            models.UniqueConstraint(
                fields=("partner", "country", "region"),
                condition=models.Q(slot__isnull=False),
                name="leads_location_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("waiting", "approved"), slot__isnull=False)
                | models.Q(state__in=("declined", "removed"), slot=None),
                name="leads_location_state",
            ),
        )
        indexes = (models.Index(fields=("program", "country", "state"), name="leads_location_country"),)

    def __str__(self) -> str:
        return self.country


class Territory(models.Model):
    """One country in one mode, with the end of its chain; its row is locked while requests are distributed."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    mode = models.CharField(_("mode"), max_length=40)
    country = models.CharField(_("country"), max_length=2)
    number = models.PositiveBigIntegerField(_("entries"), default=0)
    head = models.CharField(_("last digest"), max_length=64, blank=True)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ("mode", "country")
        constraints = (models.UniqueConstraint(fields=("program", "mode", "country"), name="leads_territory_country"),)

    def __str__(self) -> str:
        return record_name(self)


class Turn(models.Model):
    """A partner's place in a territory's rotation: the number of the entry with its last offer (R23).

    ``present`` is whether it could take requests when the last one was distributed.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="turns", db_index=False)
    last = models.PositiveBigIntegerField(default=0)
    present = models.BooleanField(default=True)
    offers = models.PositiveIntegerField(_("offers"), default=0)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        constraints = (models.UniqueConstraint(fields=("territory", "partner"), name="leads_turn_partner"),)

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.last}"


class Offer(models.Model):
    """A request offered to one partner. ``why`` holds the reasons: eligible partners, order, counts, revision.

    Offers come by the thousand, so a foreign key has an index of its own only where no other index begins with it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Not answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="lead_offers", db_index=False)
    lead = models.ForeignKey(LeadRequest, models.PROTECT, related_name="offers", db_index=False)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveBigIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.WAITING)
    by_hand = models.BooleanField(_("by hand"), default=False)
    why = models.JSONField(_("why"), default=dict)
    offered_at = models.DateTimeField(_("offered"))
    remind_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ("-id",)
        constraints = (
            # Nobody is offered the same request twice.
            models.UniqueConstraint(fields=("lead", "partner"), name="leads_offer_once"),
            models.UniqueConstraint(
                fields=("lead",), condition=models.Q(state="waiting"), name="leads_offer_one_at_a_time"
            ),
        )
        indexes = (
            models.Index(fields=("partner", "state", "due_at"), name="leads_offer_partner"),
            models.Index(fields=("program", "due_at"), condition=models.Q(state="waiting"), name="leads_offer_due"),
        )

    def __str__(self) -> str:
        return f"#{self.lead_id}: {self.partner_id}"


class Entry(models.Model):
    """One link of a territory's chain. ``body`` is published as it is; ``digest`` covers it and the link before."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveBigIntegerField(_("number"))
    body = models.TextField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("when"))

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the rotation")
        verbose_name_plural = _("entries of the rotation")
        ordering = ("territory", "number")
        constraints = (models.UniqueConstraint(fields=("territory", "number"), name="leads_entry_number"),)

    def __str__(self) -> str:
        return f"{self.territory_id}/{self.number}"


class MemberAbsence(models.Model):
    """A member who is away until a day, included: no request is assigned to them; a team that is all away gets none."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateField(_("away until"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence of a member")
        verbose_name_plural = _("absences of members")
        constraints = (models.UniqueConstraint(fields=("partner", "user"), name="leads_memberabsence_user"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.until}"
