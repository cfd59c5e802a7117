"""Partner companies, their people, and the public card each listed partner has in the directory."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import TenantQuerySet
from programs.models import Program


class PartnerQuerySet(TenantQuerySet["Partner"]):
    """Reads of partners; a member sees its own company."""

    partner_column = "pk"


class Partner(models.Model):
    """A company in a program."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="partners", db_index=False)
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("company"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    currency = models.CharField(_("currency"), max_length=3)
    accepted_on = models.DateField(_("accepted"))
    applied_on = models.DateField(_("applied"), null=True, blank=True)
    entry_level = models.CharField(_("level at acceptance"), max_length=40, blank=True)
    entity = models.CharField(_("contracting entity"), max_length=40, blank=True)
    website = models.CharField(_("website"), max_length=300, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=400, blank=True)
    description = models.TextField(_("description"), blank=True)
    services = ArrayField(models.CharField(max_length=80), verbose_name=_("services"), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=40), verbose_name=_("languages"), default=list, blank=True)
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
        )

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person who acts for a partner."""

    class Role(models.TextChoices):
        MAIN = "main", _("main user")
        MANAGER = "manager", _("manager")
        SALES = "sales", _("sales")
        READONLY = "readonly", _("read-only")

    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = (models.UniqueConstraint(fields=("partner", "user"), name="partners_member_user"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_role_display()}"


class Card(models.Model):
    """What the public sees of a listed partner: one narrow row, public data only.

    With its text it stands outside row security, because text search cannot use its index behind a policy
    (docs/adr); every read carries the program explicitly.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+", db_index=False)
    partner = models.OneToOneField(Partner, models.CASCADE, related_name="card", primary_key=True)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=120)
    website = models.CharField(max_length=300)
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=60)
    description = models.TextField()
    services = ArrayField(models.CharField(max_length=80), default=list)
    languages = ArrayField(models.CharField(max_length=40), default=list)
    level = models.CharField(max_length=40)
    level_rank = models.SmallIntegerField()
    featured = models.BooleanField()
    points = models.BigIntegerField()
    accepted_on = models.DateField()

    class Meta:
        verbose_name = _("directory card")
        verbose_name_plural = _("directory cards")
        constraints = (models.UniqueConstraint(fields=("program", "code"), name="partners_card_code"),)
        indexes = (
            models.Index(fields=("program", "-featured", "-points", "accepted_on", "code"), name="partners_card_order"),
            models.Index(
                fields=("program", "country", "-featured", "-points", "accepted_on", "code"),
                name="partners_card_country",
            ),
        )

    def __str__(self) -> str:
        return self.name


class CardText(models.Model):
    """What the directory searches in a card, kept apart: the card's points change every night, these indexes do not."""

    card = models.OneToOneField(Card, models.CASCADE, related_name="text", primary_key=True)
    search = SearchVectorField()
    services = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        verbose_name = _("directory card's text")
        verbose_name_plural = _("directory cards' texts")
        indexes = (
            GinIndex(fields=("search",), name="partners_cardtext_search"),
            GinIndex(fields=("services",), name="partners_cardtext_services"),
        )

    def __str__(self) -> str:
        return str(self.card_id)
