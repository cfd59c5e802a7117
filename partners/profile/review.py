"""A profile change as the vendor reviews it: old and new values side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.actor import Actor
from common.differences import Piece, compare
from partners.models import Document, Partner, ProfileRevision
from partners.profile.fields import LEGAL, current, labels, verified_fields, written
from partners.profile.listing import missing_fields
from partners.profile.queries import Line, compared, readable
from programs.definition import Definition


@dataclass(frozen=True)
class Side:
    """A field's old and new value. Lists are compared word by word, shown as one line each."""

    line: Line
    before: Sequence[Piece]
    after: Sequence[Piece]
    verified: bool


@dataclass(frozen=True)
class Moderated:
    """The whole page: changed fields, unchanged fields, and what the card still lacks."""

    sides: Sequence[Side]
    others: Sequence[Line]
    missing: Sequence[str]
    papers: Sequence[Document]


def moderated_profile(revision: ProfileRevision, *, actor: Actor, definition: Definition) -> Moderated:
    """Read it with one query besides the revision and its partner."""
    now, named = current(revision.partner, definition), labels(definition)
    verified = verified_fields(definition)
    lines = compared(revision, definition, now)
    sides = [Side(line, *compare(_text(line.now), _text(line.wanted)), line.key in verified) for line in lines]
    rest = [key for key in named if key not in revision.changes]
    others = [Line(key, named[key], readable(key, now[key], definition)) for key in rest]
    wanted = Partner.objects.visible_to(actor).get(pk=revision.partner_id)
    written(wanted, revision.changes if revision.state == ProfileRevision.State.PENDING else {})
    papers = Document.objects.visible_to(actor).filter(partner=revision.partner_id).exclude(purpose="logo")
    return Moderated(
        sides=sides,
        others=others,
        missing=[named.get(key, key.removeprefix(LEGAL)) for key in missing_fields(wanted, definition)],
        papers=list(papers.defer("content")[:10]) if revision.legal else [],
    )


def _text(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")
