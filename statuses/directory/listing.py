"""A partner's view of its directory listing: whether it is listed, what is missing, and a preview."""

from dataclasses import dataclass
from datetime import date

from common.actor import Actor
from partners.models import Card, Partner, WebsiteCheck
from partners.printable_names import PRINTABLE
from partners.profile.fields import LABELS, LOGO, labels
from partners.profile.listing import missing_fields, moderated, removal_day, required_fields
from partners.profile.queries import Profile
from programs.definition import MAIN_TRACK
from statuses.models import Standing


@dataclass(frozen=True)
class Need:
    """Something a listing requires, and whether it is there."""

    label: str
    met: bool


@dataclass(frozen=True)
class Listing:
    """A profile with its card, the level that decides on a listing, and the last website check."""

    profile: Profile
    card: Card | None
    level: str
    check: WebsiteCheck | None

    @property
    def partner(self) -> Partner:
        return self.profile.partner

    @property
    def can_be_listed(self) -> bool:
        """Whether the partner's level includes a card."""
        level = self.profile.definition.track(MAIN_TRACK).level(self.level)
        return level is not None and level.benefits.directory != "no"

    @property
    def unapproved(self) -> bool:
        """Whether the vendor has never approved the content of the card."""
        return moderated(self.profile.definition) and self.profile.partner.moderated_on is None

    def needs(self) -> list[Need]:
        """What must be filled in before there is a card (B24-1.4b)."""
        missing, named = (
            set(missing_fields(self.profile.partner, self.profile.definition)),
            labels(self.profile.definition),
        )
        return [Need(named.get(key, key), key not in missing) for key in required_fields(self.profile.definition)]

    @property
    def removal_on(self) -> date | None:
        """The day the card is or was removed because the website lacks the program's words (B24-1.4c)."""
        absent_on = self.profile.partner.website_absent_on
        return removal_day(absent_on, self.profile.definition) if absent_on else None

    @property
    def looked_for(self) -> list[str]:
        """The words the partner's website must contain."""
        rule = self.profile.definition.directory.website_check if self.profile.definition.directory else None
        return rule.mentions if rule else []

    def preview(self) -> Card:
        """The card including pending changes; it is not stored."""
        level = self.profile.definition.track(MAIN_TRACK).level(self.level)
        texts = {key: self.profile.shown[key] for key in LABELS if key not in (LOGO, PRINTABLE, "contact", "address")}
        return Card(
            code=self.profile.partner.code,
            country=self.profile.partner.country,
            level=self.level,
            level_rank=0,
            points=self.card.points if self.card else 0,
            accepted_on=self.profile.partner.accepted_on,
            featured=level is not None and level.benefits.directory == "featured",
            **texts,
        )


def listing(profile: Profile, *, actor: Actor) -> Listing:
    """Read it: three queries."""
    partner = profile.partner
    standings = Standing.objects.visible_to(actor).filter(partner=partner, track=MAIN_TRACK)
    return Listing(
        profile=profile,
        card=Card.objects.filter(program_id=partner.program_id, partner=partner).first(),
        level=standings.values_list("level", flat=True).first() or "",
        check=WebsiteCheck.objects.visible_to(actor).filter(partner=partner).first(),
    )
