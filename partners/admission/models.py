"""Applications, their history, consents, and identifiers for finding duplicates."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.visibility import Row, TenantQuerySet, VendorQuerySet
from partners.models.partner import Partner
from programs.models import Program


class ApplicantQuerySet(TenantQuerySet[Row]):
    """Rows of an applicant, which become the partner's once it is accepted."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows the actor may see: the program's for the vendor, the partner's for members, their own for applicants."""
        if actor.is_vendor or actor.partner_id is not None:
            return super().visible_to(actor)
        if actor.user_id is None:
            return self.none()
        return self.filter(program_id=actor.program_id, applicant_id=actor.user_id, partner=None)


class Application(models.Model):
    """An application. ``answers`` and ``legal`` hold the answers to the two forms by code (B24-1.1, B24-1.2.2a).

    ``due_on`` is the last day of the vendor's current deadline. ``question`` is the vendor's open question.
    ``matches_cleared`` names the matches that a manager has reviewed (partners/admission/duplicates.py).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        SUBMITTED = "submitted", _("under preliminary review")
        APPROVED = "approved", _("to be completed by the applicant")
        VERIFYING = "verifying", _("in verification")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.VERIFYING)
    REVIEWED = (State.SUBMITTED, State.VERIFYING)

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications")
    partner = models.OneToOneField(Partner, models.PROTECT, null=True, blank=True, related_name="application")
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT)
    company = models.CharField(_("company"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    entity = models.CharField(_("contracting entity"), max_length=40, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    host = models.CharField(_("site"), max_length=253, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    affiliates = models.TextField(_("declared affiliates"), blank=True)
    legal = models.JSONField(_("legal data"), default=dict, blank=True)
    question = models.TextField(_("question to the applicant"), blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    matches_cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    matches_cleared_at = models.DateTimeField(_("matches reviewed"), null=True, blank=True)
    matches_cleared = models.JSONField(default=list, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    started_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("last saved"))
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = models.Manager.from_queryset(ApplicantQuerySet["Application"])()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("due_on", "id")
        constraints = (
            # One open application per person and program. After a declined one, a person may apply again.
            models.UniqueConstraint(
                fields=("program", "applicant"),
                condition=models.Q(state__in=("draft", "submitted", "approved", "verifying")),
                name="partners_application_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state="accepted", partner__isnull=False)
                | ~models.Q(state="accepted") & models.Q(partner__isnull=True),
                name="partners_application_accepted",
            ),
        )
        indexes = (models.Index(fields=("program", "state", "due_on"), name="partners_application_queue"),)

    def __str__(self) -> str:
        return self.company or f"#{self.pk}"

    @property
    def waits_for_applicant(self) -> bool:
        """Whether the applicant has to act next."""
        return bool(self.question) or self.state in (self.State.DRAFT, self.State.APPROVED)


class ApplicationEvent(models.Model):
    """A step in an application's history: who did what and when. Append-only. Applicants see ``note``."""

    class Kind(models.TextChoices):
        STARTED = "started", _("begun")
        SUBMITTED = "submitted", _("sent")
        ASKED = "asked", _("more was asked")
        ANSWERED = "answered", _("answered")
        APPROVED = "approved", _("approved")
        HANDED_IN = "handed_in", _("submitted for verification")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CLEARED = "cleared", _("matches reviewed")

    class Stage(models.TextChoices):
        REVIEW = "review", _("preliminary review")
        VERIFICATION = "verification", _("verification")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="events")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("what"), max_length=16, choices=Kind)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage, blank=True)
    note = models.TextField(_("shared with the applicant"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = models.Manager.from_queryset(ApplicantQuerySet["ApplicationEvent"])()

    class Meta:
        verbose_name = _("step of an application")
        verbose_name_plural = _("steps of applications")
        ordering = ("id",)
        constraints = (
            # Each stage is decided once, even if several managers decide at the same moment.
            models.UniqueConstraint(
                fields=("application", "stage"),
                condition=models.Q(kind__in=("approved", "accepted", "declined")),
                name="partners_applicationevent_decision",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Consent(models.Model):
    """Someone's consent to a text on behalf of a company: text, version, who and when (B24-1.2.1a, B24-1.2.2b)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="consents")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="consents")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents", verbose_name=_("given by")
    )
    code = models.CharField(_("what"), max_length=40)
    agreement = models.CharField(_("agreement"), max_length=40, blank=True)
    version = models.CharField(_("version"), max_length=200, blank=True)
    text = models.TextField(_("text"))
    given_at = models.DateTimeField(_("given"))

    objects = models.Manager.from_queryset(ApplicantQuerySet["Consent"])()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.code} {self.version}".strip()


class Identifier(models.Model):
    """A company identifier in normalized form. Equal rows reveal duplicates and affiliates (B24-1.7.3)."""

    class Kind(models.TextChoices):
        TAX_ID = "tax_id", _("tax ID")
        REGISTRATION = "registration_number", _("registration number")
        WEBSITE = "website_domain", _("website's domain")
        MAIL = "email_domain", _("email domain")
        PHONE = "phone", _("phone")

    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, null=True, blank=True, related_name="identifiers")
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    value = models.CharField(_("value"), max_length=254)

    objects = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "application", "kind", "value"),
                nulls_distinct=False,
                name="partners_identifier_once",
            ),
        )
        indexes = (models.Index(fields=("program", "kind", "value"), name="partners_identifier_value"),)

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"
