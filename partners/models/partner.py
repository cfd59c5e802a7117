"""Partner companies."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from programs.models import Program


class PartnerQuerySet(TenantQuerySet["Partner"]):
    """Queries for partners. Members see only their own company."""

    partner_column = "pk"


class Partner(models.Model):
    """A company in a program.

    ``legal`` holds the answers to the verification form by code. ``verification`` is empty for imported companies.
    ``moderated_on`` is empty until the vendor has approved the public data (B24-1.4b).
    """

    # Whether a restriction ever lowered the discount; None unless `partners.actors.acting` asked.
    was_lowered: bool | None = None

    class Verification(models.TextChoices):
        VERIFIED = "verified", _("verified")
        REOPENED = "reopened", _("to be verified again")

    program = models.ForeignKey(Program, models.PROTECT, related_name="partners", db_index=False)
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("company"), max_length=200)
    printable_name = models.CharField(
        _("company name on certificates"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Only if certificates can't print the company's own name."),
    )
    country = models.CharField(_("country"), max_length=2)
    currency = models.CharField(_("currency"), max_length=3)
    accepted_on = models.DateField(_("accepted"))
    applied_on = models.DateField(_("applied"), null=True, blank=True)
    entry_level = models.CharField(_("level at acceptance"), max_length=40, blank=True)
    entity = models.CharField(_("contracting entity"), max_length=40, blank=True)
    website = models.CharField(_("website"), max_length=300, blank=True)
    email = models.CharField(_("email"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=400, blank=True)
    description = models.TextField(_("description"), blank=True)
    services = ArrayField(models.CharField(max_length=80), verbose_name=_("services"), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=40), verbose_name=_("languages"), default=list, blank=True)
    contact = models.CharField(_("contact person"), max_length=200, blank=True, default="", db_default="")
    logo = models.ForeignKey(
        "partners.Document", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    legal = models.JSONField(
        _("legal data"), default=dict, blank=True, db_default=models.Value({}, output_field=models.JSONField())
    )
    verification = models.CharField(
        _("verification"), max_length=16, choices=Verification, blank=True, default="", db_default=""
    )
    verification_due = models.DateField(_("verification due"), null=True, blank=True)
    moderated_on = models.DateField(
        _("profile approved"), null=True, blank=True, help_text=_("The day of the vendor's last approval.")
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner manager"),
    )
    ended_on = models.DateField(_("partnership ended"), null=True, blank=True)
    website_misses = models.PositiveSmallIntegerField(_("checks that missed"), default=0, db_default=0)
    website_absent_on = models.DateField(_("grace of the website runs from"), null=True, blank=True)
    listed = models.BooleanField(
        _("may be listed"),
        default=True,
        help_text=_("The level decides too: only levels with a directory listing appear."),
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("program", "code"), name="partners_partner_code"),)
        indexes = (
            models.Index(fields=("program", "name"), name="partners_partner_name"),
            models.Index(fields=("program", "accepted_on"), name="partners_partner_accepted"),
            models.Index(
                fields=("program", "website_absent_on"),
                condition=models.Q(website_absent_on__isnull=False),
                name="partners_partner_website",
            ),
        )

    def __str__(self) -> str:
        return self.name
