"""A partner's own profile: current values, pending changes, and decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, Func

from common.actor import Actor
from common.languages import language_name
from partners.models import Card, Partner, ProfileRevision
from partners.printable_names import PRINTABLE
from partners.profile.fields import LABELS, LEGAL, LOGO, current, labels
from programs.definition import Definition
from programs.service_names import services_in_words

State = ProfileRevision.State
PAST = 5
MOST_SERVICES = 500


@dataclass(frozen=True)
class Line:
    """A field's label, current value and requested value, formatted for people.

    A logo is given as the id of its document.
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
class Profile:
    """Everything the page shows about one partner."""

    partner: Partner
    definition: Definition
    revisions: Sequence[ProfileRevision]

    @cached_property
    def pending(self) -> ProfileRevision | None:
        """The pending change."""
        return next((row for row in self.revisions if row.state == State.PENDING), None)

    @cached_property
    def declined(self) -> ProfileRevision | None:
        """The last decision if it was a refusal and no other change was sent since."""
        last = next((row for row in self.revisions if row.state != State.WITHDRAWN), None)
        return last if last is not None and last.state == State.DECLINED else None

    @cached_property
    def past(self) -> list[ProfileRevision]:
        """Decided and withdrawn changes, newest first."""
        return [row for row in self.revisions if row.state != State.PENDING][:PAST]

    @cached_property
    def values(self) -> dict[str, Any]:
        """The current values by key."""
        return current(self.partner, self.definition)

    @cached_property
    def shown(self) -> dict[str, Any]:
        """The values by key after approval of the pending change."""
        return self.values | (self.pending.changes if self.pending else {})

    def company(self) -> list[Line]:
        """The company's fields, one line each; the printable name only if it has one."""
        unlisted = {LOGO, "description", *([] if self.values[PRINTABLE] else [PRINTABLE])}
        return [self._line(key) for key in LABELS if key not in unlisted]

    def legal(self) -> list[Line]:
        """The legal data; empty if the program asks for none."""
        return [self._line(key) for key in self.values if key.startswith(LEGAL)]

    def waiting(self) -> list[Line]:
        """The pending changes, old and new values: only those that people see, so no change of spaces."""
        lines = compared(self.pending, self.definition, self.values) if self.pending else []
        return [line for line in lines if _plain(line.now) != _plain(line.wanted)]

    def _line(self, key: str) -> Line:
        return Line(key, labels(self.definition)[key], readable(key, self.values[key], self.definition))


def _plain(value: Any) -> Any:
    """A value as it looks: spaces and line breaks between words are alike, and nothing is nothing."""
    return " ".join(value.split()) if isinstance(value, str) else value or ""


def profile(partner: Partner, *, actor: Actor, definition: Definition) -> Profile:
    """Read everything in one query."""
    revisions = ProfileRevision.objects.visible_to(actor).filter(partner=partner)
    return Profile(
        partner=partner,
        definition=definition,
        revisions=list(revisions.select_related("submitted_by")[: PAST + 1]),
    )


def services_offered(program_id: int) -> list[str]:
    """The services on the program's cards, for others to choose from; at most `MOST_SERVICES`."""
    words = Card.objects.filter(program_id=program_id).annotate(word=Func(F("services"), function="unnest"))
    return list(words.values_list("word", flat=True).distinct().order_by("word")[:MOST_SERVICES])


def compared(revision: ProfileRevision, definition: Definition, now: dict[str, Any] | None = None) -> list[Line]:
    """The fields of a revision with old and new values, in profile order.

    ``now`` holds the current values; without it, those from when the revision was sent are used.
    """
    named = labels(definition)
    before = now if now is not None and revision.state == State.PENDING else revision.before
    order = [*(key for key in named if key in revision.changes), *(key for key in revision.changes if key not in named)]
    return [
        Line(
            key,
            named.get(key, key.removeprefix(LEGAL)),
            readable(key, before.get(key, ""), definition),
            readable(key, revision.changes[key], definition),
        )
        for key in order
    ]


def readable(key: str, value: Any, definition: Definition) -> Any:
    """A value formatted for people: names of services and languages, lists as lists, everything else as text."""
    if key == LOGO:
        return value
    if key == "services" and isinstance(value, list):
        return services_in_words(definition, map(str, value))
    if isinstance(value, list):
        return [language_name(str(each)) if key == "languages" else str(each) for each in value]
    return "" if value is None else str(value)
