"""Helpers for the applicant's operations: finding the application, locking it, and checking its data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.actor import Actor
from common.refusals import Refused
from partners.models import Application, ApplicationEvent, Identifier
from partners.printable_names import clean_named_answers
from partners.tax_ids import check_tax_id
from programs.definition import Definition
from programs.definition.admission import Verification
from programs.definition.forms import Deadline

State, Kind, Stage = Application.State, ApplicationEvent.Kind, ApplicationEvent.Stage


class UnableToApply(Refused):
    """The application can't be changed this way. ``problems`` gives the reasons by field, "" for general ones."""


def own_application(actor: Actor) -> Application:
    """The actor's open application, locked. Raises UnableToApply if there is none."""
    opened = Application.objects.visible_to(actor).filter(applicant_id=actor.user_id, state__in=Application.OPEN)
    application = opened.select_for_update(no_key=True).first()
    if application is None:
        raise UnableToApply({"": _("You have no open application.")})
    return application


def review_deadline(definition: Definition, application: Application) -> Deadline | None:
    """The vendor's deadline for the application's current stage. None if the vendor has nothing to decide."""
    admission = definition.admission
    if admission is None or application.state not in Application.REVIEWED:
        return None
    if application.state == State.SUBMITTED:
        return admission.application.review
    return admission.verification.review if admission.verification else None


def note_step(application: Application, kind: str, *, by: Actor, now: datetime, note: str = "") -> None:
    """Add a step to the application's history, in its current stage."""
    stages = {State.SUBMITTED: Stage.REVIEW, State.VERIFYING: Stage.VERIFICATION}
    ApplicationEvent.objects.create(
        program_id=application.program_id,
        application=application,
        applicant_id=application.applicant_id,
        kind=kind,
        stage=stages.get(State(application.state), ""),
        note=note,
        by_id=by.user_id,
        at=now,
    )


def legal_open(application: Application) -> bool:
    """Whether the legal data may change now: before they are submitted, or while the vendor waits for an answer."""
    return application.state == State.APPROVED or (application.state == State.VERIFYING and bool(application.question))


def checked_legal(
    application: Application, verification: Verification, answers: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """The legal data as stored, and the problems with them and the documents, by field."""
    cleaned, problems = clean_named_answers(verification.fields, answers)
    if Identifier.Kind.TAX_ID in cleaned:
        try:
            cleaned["tax_id"] = check_tax_id(cleaned["tax_id"], country=application.country)
        except ValidationError as error:
            problems["tax_id"] = " ".join(error.messages)
    held = set(application.documents.values_list("purpose", flat=True))
    for code, name in _papers(verification).items():
        if code not in held:
            problems[f"file-{code}"] = _("Upload this document: %(name)s.") % {"name": name}
    return cleaned, problems


def _papers(verification: Verification) -> dict[str, str]:
    """The required documents, by code."""
    return {document.code: document.name for document in verification.documents} | {
        field.code: field.label for field in verification.fields if field.type == "file" and field.required
    }
