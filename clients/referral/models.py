"""Referral links, the visits by them while they may still lead to a sign-up, monthly counts, and sign-ups."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models.client import Client
from common.visibility import TenantQuerySet, VendorQuerySet
from partners.models import Partner
from programs.models import Program


class ReferralLink(models.Model):
    """A partner's link; ``code`` is in its address. The main link has no ``campaign``. A closed one leads nowhere."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="referral_links", db_index=False)
    code = models.CharField(_("code"), max_length=16)
    campaign = models.CharField(_("campaign"), max_length=60, blank=True)
    made_at = models.DateTimeField(_("created"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral link")
        verbose_name_plural = _("referral links")
        constraints = (
            models.UniqueConstraint(fields=("program", "code"), name="clients_referral_code"),
            models.UniqueConstraint(fields=("partner", "campaign"), name="clients_referral_campaign"),
        )

    def __str__(self) -> str:
        return self.campaign or self.code


class ReferralVisit(models.Model):
    """A visit by somebody who agreed to be remembered; ``visitor`` is a digest. Erased after the program's window."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    link = models.ForeignKey(ReferralLink, models.PROTECT, related_name="visits", db_index=False)
    visitor = models.CharField(_("visitor"), max_length=64)
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("time"))

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral visit")
        verbose_name_plural = _("referral visits")
        constraints = (
            models.UniqueConstraint(fields=("program", "visitor", "link", "on"), name="clients_referral_once_a_day"),
        )
        indexes = (models.Index(fields=("program", "on"), name="clients_referral_old"),)

    def __str__(self) -> str:
        return f"{self.link_id} {self.on}"


class ReferralCount(models.Model):
    """How many visits a link had in a month; it says nothing about who came."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    link = models.ForeignKey(ReferralLink, models.PROTECT, related_name="counts", db_index=False)
    month = models.DateField(_("month"))
    visits = models.PositiveIntegerField(_("visits"), default=0)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral count")
        verbose_name_plural = _("referral counts")
        constraints = (models.UniqueConstraint(fields=("link", "month"), name="clients_referral_month"),)
        indexes = (models.Index(fields=("partner", "month"), name="clients_referral_months"),)

    def __str__(self) -> str:
        return f"{self.link_id} {self.month}"


class ReferralSignUp(models.Model):
    """A sign-up that the product reported: linked to the partner, or refused with its reason.

    ``link`` is empty when the product named the partner itself. ``paid_on`` is the client's first payment. The
    statistics stay with the partner that referred the client, whoever serves it later.
    """

    class State(models.TextChoices):
        LINKED = "linked", _("Linked")
        REFUSED = "refused", _("Refused")

    class Cause(models.TextChoices):
        OWN = "own", _("The partner's own sign-up")
        TAKEN = "taken", _("The account was a client already")
        LATE = "late", _("The visit was too long ago")
        ENDED = "ended", _("The partnership had ended")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="referral_sign_ups", db_index=False)
    link = models.ForeignKey(ReferralLink, models.PROTECT, null=True, blank=True, related_name="sign_ups")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="sign_ups")
    account = models.CharField(_("account address"), max_length=253)
    state = models.CharField(_("state"), max_length=16, choices=State)
    cause = models.CharField(_("cause"), max_length=16, choices=Cause, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    visited_on = models.DateField(_("visited"), null=True, blank=True)
    on = models.DateField(_("day"))
    paid_on = models.DateField(_("first payment"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported"))

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        constraints = (
            models.UniqueConstraint(
                fields=("program", "account"), condition=models.Q(state="linked"), name="clients_sign_up_account"
            ),
            models.UniqueConstraint(
                fields=("program", "account", "partner", "cause"),
                condition=models.Q(state="refused"),
                name="clients_sign_up_refusal",
            ),
            models.CheckConstraint(
                condition=models.Q(state="linked", client__isnull=False, cause="")
                | (models.Q(state="refused", client__isnull=True) & ~models.Q(cause="")),
                name="clients_sign_up_state",
            ),
        )
        indexes = (
            models.Index(fields=("partner", "-on", "-id"), name="clients_sign_up_list"),
            models.Index(fields=("program", "-on", "-id"), name="clients_sign_up_all"),
        )

    def __str__(self) -> str:
        return self.account
