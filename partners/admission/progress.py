"""What an applicant sees of its application: where it is, whose turn it is, by when, and what happened (B24-1.2.2c)."""

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
    """An application as its applicant sees it. ``left`` are days until ``due_on``, negative once it is over.

    ``counted`` is "working" or "calendar"; ``documents`` are by what they are kept for, without their content.
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
    """The applicant's last application: there is at most one open."""
    return Application.objects.visible_to(actor).select_related("program").order_by("-id").first()


def progress(application: Application, *, actor: Actor, definition: Definition, on: date) -> Progress:
    """Everything the page of the application shows; three queries."""
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
            # That the vendor compared the company with others is the vendor's own business.
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
    """The files sent with the application, by what they are kept for."""
    found: dict[str, list[Document]] = defaultdict(list)
    rows = Document.objects.visible_to(actor).filter(application=application).defer("content").order_by("id")
    for document in rows:
        found[document.purpose].append(document)
    return dict(found)
