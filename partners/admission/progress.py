"""What applicants see of their application: status, who acts next, the deadline, and the history (B24-1.2.2c)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from common.actor import Actor
from partners.admission.applicant import legal_open, review_deadline
from partners.admission.consents import AGREEMENT
from partners.models import Application, ApplicationEvent, Consent, Document
from partners.terms import term
from programs.answers import readable
from programs.definition import Definition
from programs.definition.admission import Verification

ANSWER = "answer"  # the purpose of files that came with an answer to a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An application as its applicant sees it. ``left`` is the number of days until ``due_on``, negative if overdue.

    ``counted`` is "working" or "calendar". ``documents`` are grouped by purpose and hold no content; ``named`` are the
    words for those purposes.
    """

    application: Application
    steps: list[ApplicationEvent]
    answers: list[tuple[str, str]]
    legal: list[tuple[str, str]]
    documents: dict[str, list[Document]]
    named: dict[str, str]
    consents: list[Consent]
    left: int | None = None
    counted: str = ""

    @property
    def on_turn(self) -> str:
        """Who has to act: "you", "program", or nobody."""
        if self.application.state not in Application.OPEN:
            return ""
        return "you" if self.application.waits_for_applicant else "program"

    @property
    def legal_open(self) -> bool:
        """Whether the second form can be filled in or corrected now."""
        return legal_open(self.application)

    @property
    def proofs(self) -> list[tuple[str, str]]:
        """What the files of the second form prove, each with its code."""
        return [(code, self.named.get(code, "")) for code in self.documents if code != ANSWER]

    @property
    def agreed(self) -> bool:
        """Whether the agreement was accepted, so that it can be downloaded."""
        return any(consent.code == AGREEMENT for consent in self.consents)


def newest_application(actor: Actor) -> Application | None:
    """The applicant's newest application. At most one is open."""
    return Application.objects.visible_to(actor).select_related("program").order_by("-id").first()


def progress(application: Application, *, actor: Actor, definition: Definition, on: date) -> Progress:
    """Everything the application page shows, in three queries."""
    admission = definition.admission
    verification = admission.verification if admission else None
    deadline = review_deadline(definition, application)
    left, counted = None, ""
    if deadline and application.due_on:
        left = term(definition, deadline, application).days_left(on, application.due_on)
        counted = deadline.counted
    return Progress(
        application=application,
        steps=list(
            ApplicationEvent.objects.visible_to(actor)
            .filter(application=application)
            # Applicants don't see that the vendor compared them with other companies.
            .exclude(kind=ApplicationEvent.Kind.CLEARED)
            .order_by("id")
        ),
        answers=readable(admission.application.fields if admission else (), application.answers),
        legal=readable(verification.fields if verification else (), application.legal),
        documents=documents_of(application, actor=actor),
        named=_named(verification) if verification else {},
        consents=list(Consent.objects.visible_to(actor).filter(application=application).order_by("id")),
        left=left,
        counted=counted,
    )


def _named(verification: Verification) -> dict[str, str]:
    """What the verification's files prove, by code: its documents, and its questions that take a file."""
    found = {each.code: str(each.name) for each in verification.documents}
    return found | {each.code: str(each.label) for each in verification.fields if each.type == "file"}


def documents_of(application: Application, *, actor: Actor) -> dict[str, list[Document]]:
    """The files sent with the application, grouped by purpose."""
    found: dict[str, list[Document]] = defaultdict(list)
    rows = Document.objects.visible_to(actor).filter(application=application).defer("content").order_by("id")
    for document in rows:
        found[document.purpose].append(document)
    return dict(found)
