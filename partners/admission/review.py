"""Everything a manager needs to decide about one application, and its summary in the queues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.actor import Actor
from partners.admission.applicant import review_deadline
from partners.admission.consents import AGREEMENT
from partners.admission.duplicates import Match, uncleared
from partners.admission.operations.deciding import STAGES
from partners.models import Application, ApplicationEvent, Consent, Document, Note
from partners.terms import term
from programs.answers import readable
from programs.definition import Definition
from programs.definition.forms import FormField


@dataclass(frozen=True)
class Seen:
    """A match, and whether a manager has reviewed it."""

    match: Match
    cleared: bool


@dataclass(frozen=True)
class Paper:
    """A document with the definition's name for its purpose."""

    purpose: str
    document: Document


@dataclass(frozen=True)
class Agreed:
    """A confirmation, with the name of the agreement or policy it refers to."""

    name: str
    consent: Consent

    @property
    def sentence(self) -> str:
        """The confirmation in one sentence. Agreements are too long, so they are given by name and version."""
        return "" if self.consent.code == AGREEMENT else self.consent.text


@dataclass(frozen=True)
class Candidate:
    """An application with everything that belongs to it.

    ``left`` is the number of days until ``due_on``, None if nothing is due. ``waiting`` names what has to be reviewed
    before the company can be accepted.
    """

    application: Application
    stage: str
    left: int | None
    answers: Sequence[tuple[str, str]]
    legal: Sequence[tuple[str, str]]
    papers: Sequence[Paper]
    agreed: Sequence[Agreed]
    matches: Sequence[Seen]
    steps: Sequence[ApplicationEvent]
    notes: Sequence[Note]
    waiting: frozenset[str]
    verified: bool

    @property
    def decided(self) -> bool:
        """Whether there is nothing left to decide."""
        return not self.stage

    @property
    def affiliates_waiting(self) -> bool:
        """Whether the affiliates that the applicant declared still need a review."""
        return any(key.startswith("declared/") for key in self.waiting)


def candidate(
    application: Application, *, actor: Actor, definition: Definition | None, on: date, found: Sequence[Match]
) -> Candidate:
    """Read the application in four queries. The caller passes the matches it ``found``."""
    admission = definition.admission if definition else None
    verification = admission.verification if admission else None
    waiting = uncleared(application, found) if application.state in Application.OPEN else frozenset()
    of = {"application": application}
    names = {paper.code: paper.name for paper in verification.documents} if verification else {}
    texts = {text.code: text.name for text in definition.agreements} if definition else {}
    papers = Document.objects.visible_to(actor).filter(**of).defer("content").order_by("purpose", "id")
    return Candidate(
        application=application,
        stage=STAGES.get(Application.State(application.state), ""),
        left=days_left(application, definition=definition, on=on),
        answers=_told(admission.application.fields if admission else (), application.answers),
        legal=_told(verification.fields if verification else (), application.legal),
        papers=[Paper(names.get(row.purpose, _as_words(row.purpose)), row) for row in papers],
        agreed=[
            Agreed(texts.get(row.agreement, row.agreement), row)
            for row in Consent.objects.visible_to(actor).filter(**of).select_related("applicant")
        ],
        matches=[Seen(match, match.keys <= set(application.matches_cleared)) for match in found],
        steps=list(ApplicationEvent.objects.visible_to(actor).filter(**of).select_related("by").order_by("-id")),
        notes=list(Note.objects.visible_to(actor).filter(**of).select_related("by")),
        waiting=waiting,
        verified=verification is not None,
    )


def days_left(application: Application, *, definition: Definition | None, on: date) -> int | None:
    """Days left after ``on`` until the vendor's deadline. None if the vendor has nothing to do."""
    deadline = review_deadline(definition, application) if definition else None
    if definition is None or deadline is None or application.due_on is None:
        return None
    return term(definition, deadline, application).days_left(on, application.due_on)


def _told(fields: Sequence[FormField], answers: dict[str, Any]) -> list[tuple[str, str]]:
    """The answers in form order, then answers to questions that today's form no longer asks."""
    known = {field.code for field in fields}
    rest = {code: text for code, text in answers.items() if code not in known and not code.startswith("_")}
    return [*readable(fields, answers), *((_as_words(code), str(text)) for code, text in rest.items())]


def _as_words(code: str) -> str:
    return code.replace("_", " ")
