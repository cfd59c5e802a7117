"""A listed partner's public card in the directory."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.visibility import VendorQuerySet
from partners.models.partner import Partner
from programs.models import Program

# How many cards each tier of the search holds, from the first in the directory; the last holds the rest.
TIERS = (512, 4_096, 32_768, 262_144, None)
LAST_TIER = len(TIERS) - 1


class Card(models.Model):
    """What the public sees of a listed partner: one narrow row of public data.

    This table and its search text have no row-level security, because text search can't use its index behind a policy
    (docs/adr). Every query therefore filters by program. ``logo`` is the picture's digest, empty if there is none;
    ``sort_name`` the name without accents and case; ``city_latin`` the city's usual name if it is in other letters.
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
    sort_name = models.TextField(blank=True, default="", db_default="")
    logo = models.CharField(max_length=64, blank=True, default="", db_default="")
    city_latin = models.CharField(max_length=120, blank=True, default="", db_default="")

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
            models.Index(fields=("program", "sort_name", "code"), name="partners_card_name"),
            models.Index(fields=("program", "-accepted_on", "code"), name="partners_card_newest"),
        )

    def __str__(self) -> str:
        return self.name


class CardText(models.Model):
    """A card's search text. Separate because points change every night and these indexes should not.

    ``search`` is written by common/searching: a vector of words. A typo is looked up among words (`CardWord`).
    ``tier`` sorts cards roughly by their place in the directory, 0 first, so that a word of very many cards is looked
    up only among the first (docs/adr/0006). Each tier has indexes of its own.
    """

    card = models.OneToOneField(Card, models.CASCADE, related_name="text", primary_key=True)
    program = models.ForeignKey(Program, models.CASCADE, related_name="+", db_index=False)
    tier = models.SmallIntegerField(default=LAST_TIER, db_default=LAST_TIER)
    search = SearchVectorField()
    services = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        verbose_name = _("directory card's text")
        verbose_name_plural = _("directory cards' texts")
        indexes = (
            GinIndex(fields=("services",), name="partners_cardtext_services"),
            *(
                GinIndex(
                    fields=("search",),
                    condition=models.Q(tier=tier),
                    fastupdate=False,
                    name=f"partners_cardtext_search{tier}",
                )
                for tier in range(len(TIERS))
            ),
        )

    def __str__(self) -> str:
        return str(self.card_id)


class CardWord(models.Model):
    """A word of cards' texts, so that a typo is compared with words instead of cards.

    ``cards`` is how many had it last night; ``keys`` are the word's typo keys, None until they are computed. A word
    that no card has any more stays until the night.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+", db_index=False)
    lexeme = models.TextField()
    cards = models.IntegerField(default=1, db_default=1)
    keys = ArrayField(models.IntegerField(), null=True)

    class Meta:
        verbose_name = _("word of the directory")
        verbose_name_plural = _("words of the directory")
        constraints = (models.UniqueConstraint(fields=("program", "lexeme"), name="partners_cardword_lexeme"),)
        indexes = (GinIndex(fields=("keys",), fastupdate=False, name="partners_cardword_keys"),)

    def __str__(self) -> str:
        return self.lexeme


class CardAnswer(models.Model):
    """The first cards that a frequent word finds, as of last night, with those that were published since.

    ``asked``, ``close`` and ``closest`` are the queries as PostgreSQL writes them. Whoever reads ``ids`` checks each
    card again: some may be gone, or have other words now.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="+", db_index=False)
    asked = models.TextField()
    close = models.TextField()
    closest = models.TextField()
    ids = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = _("answer of the directory")
        verbose_name_plural = _("answers of the directory")
        constraints = (
            models.UniqueConstraint(fields=("program", "asked", "close", "closest"), name="partners_cardanswer_asked"),
        )

    def __str__(self) -> str:
        return self.asked


class PartnerText(models.Model):
    """The search text of every partner, listed or not, for the vendor's staff. The same as on its card would be."""

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="text", primary_key=True)
    program = models.ForeignKey(Program, models.CASCADE, related_name="+")
    search = SearchVectorField()
    near = ArrayField(models.IntegerField(), default=list, db_default=[])

    objects = VendorQuerySet.as_manager()

    class Meta:
        indexes = (
            GinIndex(fields=("search",), name="partners_partnertext_search"),
            GinIndex(fields=("near",), name="partners_partnertext_near"),
        )
        verbose_name = _("partner's search text")
        verbose_name_plural = _("partners' search texts")

    def __str__(self) -> str:
        return str(self.partner_id)


class CardLogo(models.Model):
    """A card's logo, re-encoded by the portal. Public like the card.

    ``digest`` is that of the original document.
    """

    card = models.OneToOneField(Card, models.CASCADE, related_name="picture", primary_key=True)
    digest = models.CharField(max_length=64)
    image = models.BinaryField()

    class Meta:
        verbose_name = _("directory card's logo")
        verbose_name_plural = _("directory cards' logos")

    def __str__(self) -> str:
        return str(self.card_id)
