"""A partner's own profile: what stands there, what waits, what was declined, what the directory needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from common.actor import Actor
from common.languages import language_name
from partners.models import Card, Partner, ProfileRevision, WebsiteCheck
from partners.profile.fields import LABELS, LEGAL, LOGO, current, labels
from partners.profile.listing import missing_fields, moderated, removal_day, required_fields
from programs.definition import MAIN_TRACK, Definition
from statuses.models import Standing

State = ProfileRevision.State
PAST = 5


@dataclass(frozen=True)
class Line:
    """One field: what it is called, what stands there now, and what is wanted instead, as people read them.

    A logo is shown as the id of its document.
    """

    key: str
    label: str
    now: Any
    wanted: Any = None

    @property
    def is_logo(self) -> bool:
        return self.key == LOGO

    @property
    def is_list(self) -> bool:
        return isinstance(self.now, list)


@dataclass(frozen=True)
class Need:
    """Something the directory asks for, and whether it is there."""

    label: str
    met: bool


@dataclass(frozen=True)
class Profile:
    """Everything the page shows of one partner."""

    partner: Partner
    definition: Definition
    revisions: Sequence[ProfileRevision]
    card: Card | None
    level: str
    check: WebsiteCheck | None

    @cached_property
    def pending(self) -> ProfileRevision | None:
        """The change that waits."""
        return next((row for row in self.revisions if row.state == State.PENDING), None)

    @cached_property
    def declined(self) -> ProfileRevision | None:
        """The last decision, when it was a refusal and nothing was sent since."""
        last = next((row for row in self.revisions if row.state != State.WITHDRAWN), None)
        return last if last is not None and last.state == State.DECLINED else None

    @cached_property
    def past(self) -> list[ProfileRevision]:
        """What was decided or withdrawn, the latest first."""
        return [row for row in self.revisions if row.state != State.PENDING][:PAST]

    @cached_property
    def values(self) -> dict[str, Any]:
        """What stands there now, by key."""
        return current(self.partner, self.definition)

    @cached_property
    def shown(self) -> dict[str, Any]:
        """What would stand there if what waits were approved."""
        return self.values | (self.pending.changes if self.pending else {})

    def company(self) -> list[Line]:
        """The fields about the company in a line each."""
        return [self._line(key) for key in LABELS if key not in (LOGO, "description")]

    def legal(self) -> list[Line]:
        """The legal entity's data; none where the program asks for none."""
        return [self._line(key) for key in self.values if key.startswith(LEGAL)]

    def waiting(self) -> list[Line]:
        """The changes that wait, old beside new."""
        return compared(self.pending, self.definition, self.values) if self.pending else []

    @property
    def can_be_listed(self) -> bool:
        """Whether the partner's level comes with a card at all."""
        level = self.definition.track(MAIN_TRACK).level(self.level)
        return level is not None and level.benefits.directory != "no"

    @property
    def unapproved(self) -> bool:
        """Whether the vendor has never approved what the directory would show."""
        return moderated(self.definition) and self.partner.moderated_on is None

    def needs(self) -> list[Need]:
        """What must be filled before there is a card (B24-1.4b)."""
        missing, named = set(missing_fields(self.partner, self.definition)), labels(self.definition)
        return [Need(named.get(key, key), key not in missing) for key in required_fields(self.definition)]

    @property
    def removal_on(self) -> date | None:
        """The day on which the card goes, or went, because the website lacks the program's words (B24-1.4c)."""
        absent_on = self.partner.website_absent_on
        return removal_day(absent_on, self.definition) if absent_on else None

    @property
    def looked_for(self) -> list[str]:
        """The words that the partner's website must mention."""
        rule = self.definition.directory.website_check if self.definition.directory else None
        return rule.mentions if rule else []

    def preview(self) -> Card:
        """The card as it would be with what waits; it is not stored."""
        level = self.definition.track(MAIN_TRACK).level(self.level)
        texts = {key: self.shown[key] for key in LABELS if key not in (LOGO, "contact", "address")}
        return Card(
            code=self.partner.code,
            country=self.partner.country,
            level=self.level,
            level_rank=0,
            points=self.card.points if self.card else 0,
            accepted_on=self.partner.accepted_on,
            featured=level is not None and level.benefits.directory == "featured",
            **texts,
        )

    def _line(self, key: str) -> Line:
        return Line(key, labels(self.definition)[key], readable(key, self.values[key]))


def profile(partner: Partner, *, actor: Actor, definition: Definition) -> Profile:
    """Read it: four queries."""
    revisions = ProfileRevision.objects.visible_to(actor).filter(partner=partner)
    standings = Standing.objects.visible_to(actor).filter(partner=partner, track=MAIN_TRACK)
    return Profile(
        partner=partner,
        definition=definition,
        revisions=list(revisions.select_related("submitted_by")[: PAST + 1]),
        card=Card.objects.filter(program_id=partner.program_id, partner=partner).first(),
        level=standings.values_list("level", flat=True).first() or "",
        check=WebsiteCheck.objects.visible_to(actor).filter(partner=partner).first(),
    )


def compared(revision: ProfileRevision, definition: Definition, now: dict[str, Any] | None = None) -> list[Line]:
    """The fields of a revision, old beside new, in the order of the profile.

    ``now`` is what stands there at present; without it, what stood there when the revision was sent.
    """
    named = labels(definition)
    before = now if now is not None and revision.state == State.PENDING else revision.before
    order = [*(key for key in named if key in revision.changes), *(key for key in revision.changes if key not in named)]
    return [
        Line(
            key,
            named.get(key, key.removeprefix(LEGAL)),
            readable(key, before.get(key, "")),
            readable(key, revision.changes[key]),
        )
        for key in order
    ]


def readable(key: str, value: Any) -> Any:
    """A value as people read it: languages by their names, lists as lists, everything else as text."""
    if key == LOGO:
        return value
    if isinstance(value, list):
        return [language_name(str(each)) if key == "languages" else str(each) for each in value]
    return "" if value is None else str(value)
