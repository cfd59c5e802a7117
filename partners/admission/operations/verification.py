"""The second form: legal data, documents that prove them, and the agreement (B24-1.2.2)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.events import publish
from common.tenancy import bind
from common.uploads import Upload
from partners.admission.applicant import UnableToApply, checked_legal, legal_open, note_step, own_application
from partners.admission.consents import consent_asked, digest, record_consents
from partners.admission.identifiers import note_application
from partners.documents import store_document
from partners.events import ApplicationSent
from partners.models import Application, ApplicationEvent, Document
from partners.printable_names import asked_with_name
from partners.terms import term
from programs.answers import kept_answers
from programs.definition import Definition
from programs.definition.admission import Verification

State, Kind, Stage = Application.State, ApplicationEvent.Kind, ApplicationEvent.Stage
# The most files for one document.
MOST_FILES = 5
Uploads = Mapping[str, Sequence[Upload]]


def save_legal(
    *, actor: Actor, definition: Definition, answers: Mapping[str, Any], uploads: Uploads, now: datetime
) -> Application:
    """Save the legal data and files without checking them until they are submitted.

    While the vendor verifies and has asked a question, saved data must be complete and valid. Raises UnableToApply if
    they are not, if there are too many files, or if the applicant may not change the application now.
    """
    require(actor, "application.edit")
    problems: dict[str, str] = {}
    with transaction.atomic():
        application, verification = _editable(actor, definition)
        _keep_files(application, verification, uploads, actor=actor, now=now)
        if application.state == State.VERIFYING:
            cleaned, problems = checked_legal(application, verification, answers)
            if not problems:
                application.legal = cleaned
                note_application(application, definition=definition)
        else:
            application.legal = kept_answers(asked_with_name(verification.fields, answers), answers)
        application.saved_at = now
        application.save(update_fields=["legal", "saved_at"])
    if problems:
        raise UnableToApply(problems)
    return application


def remove_document(*, actor: Actor, definition: Definition, document_id: int) -> None:
    """Remove a file before it is submitted. Raises UnableToApply if it does not exist or was already submitted."""
    require(actor, "application.edit")
    with transaction.atomic():
        application, _verification = _editable(actor, definition)
        mine = Document.objects.visible_to(actor).filter(pk=document_id, application=application)
        with bind(application.program_id):  # Django also takes a deleted file from the partner whose logo it is
            removed = application.state == State.APPROVED and mine.delete()[0]
        if not removed:
            raise UnableToApply({"": _("This file was removed or already submitted.")})


def hand_in(
    *,
    actor: Actor,
    definition: Definition,
    answers: Mapping[str, Any],
    uploads: Uploads,
    agreed: bool,
    agreed_to: str,
    today: date,
    now: datetime,
) -> Application:
    """Submit complete data, every document and the agreement for verification.

    This starts the vendor's verification deadline from ``today`` (B24-1.2.2c). ``agreed_to`` is the `digest` of the
    agreement that was shown. Raises UnableToApply with the problems by field; the data and files are kept even then.
    """
    require(actor, "application.edit")
    with transaction.atomic():
        application, verification = _editable(actor, definition)
        statements = consent_asked(definition, entity=application.entity)
        if application.state != State.APPROVED:
            raise UnableToApply({"": _("This was already submitted.")})
        _keep_files(application, verification, uploads, actor=actor, now=now)
        application.legal = kept_answers(asked_with_name(verification.fields, answers), answers)
        application.saved_at = now
        cleaned, problems = checked_legal(application, verification, answers)
        if statements and not agreed:
            problems["agreement-accepted"] = _("Accept the agreement to continue.")
        if agreed_to != digest(statements):
            problems["agreement-accepted"] = _("The agreement has changed. Read it again and resubmit.")
        if not problems:
            application.legal, application.state = cleaned, State.VERIFYING
            application.due_on = term(definition, verification.review, application).due_on(today)
        application.save()
        if not problems:
            record_consents(application, statements, by=application.applicant_id, now=now)
            note_step(application, Kind.HANDED_IN, by=actor, now=now)
            note_application(application, definition=definition)
            publish(ApplicationSent(application.program_id, application.pk, Stage.VERIFICATION, today, now))
    if problems:
        raise UnableToApply(problems)
    return application


def _editable(actor: Actor, definition: Definition) -> tuple[Application, Verification]:
    """The actor's application, locked, if its legal data may change."""
    application = own_application(actor)
    verification = definition.admission.verification if definition.admission else None
    if verification is None or not legal_open(application):
        raise UnableToApply({"": _("The company's data can't be changed now.")})
    return application, verification


def _keep_files(
    application: Application, verification: Verification, uploads: Uploads, *, actor: Actor, now: datetime
) -> None:
    """Store the files. The same file for the same purpose is stored once."""
    known = {document.code for document in verification.documents}
    known |= {field.code for field in verification.fields if field.type == "file"}
    for purpose, files in uploads.items():
        if purpose not in known:
            raise UnableToApply({"": _("This document isn't needed.")})
        there = set(application.documents.filter(purpose=purpose).values_list("digest", flat=True))
        new = [upload for upload in files if upload.digest not in there]
        if len(there) + len(new) > MOST_FILES:
            said = _("Send at most %(most)s files for this. Remove one first.") % {"most": MOST_FILES}
            raise UnableToApply({f"file-{purpose}": said})
        for upload in new:
            store_document(
                actor=actor,
                program_id=application.program_id,
                upload=upload,
                purpose=purpose,
                now=now,
                application_id=application.pk,
            )
