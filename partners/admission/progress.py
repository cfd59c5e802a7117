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


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An application as its applicant sees it. ``left`` is the number of days until ``due_on``, negative if overdue.

    ``counted`` is "working" or "calendar". ``documents`` are grouped by purpose and hold no content.
    """

    application: Application
    steps: list[ApplicationEvent]
    answers: list[tuple[str, str]]
    legal: list[tuple[str, str]]
    documents: dict[str, list[Document]]
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
        consents=list(Consent.objects.visible_to(actor).filter(application=application).order_by("id")),
        left=left,
        counted=counted,
    )


def documents_of(application: Application, *, actor: Actor) -> dict[str, list[Document]]:
    """The files sent with the application, grouped by purpose."""
    found: dict[str, list[Document]] = defaultdict(list)
    rows = Document.objects.visible_to(actor).filter(application=application).defer("content").order_by("id")
    for document in rows:
        found[document.purpose].append(document)
    return dict(found)
