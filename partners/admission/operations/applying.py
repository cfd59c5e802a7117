"""The applicant's operations up to the preliminary decision (B24-1.1, B24-1.2.1a, B24-7.1).

An application can be saved as often as needed, from any device, and is submitted once. After that, either the vendor or
the applicant has to act. The steps after preliminary approval are in verification.py, the vendor's in deciding.py.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.countries import COUNTRY_CODES
from common.events import publish
from common.text import read_into, tidy, without_odd
from common.uploads import Upload
from partners.admission.applicant import UnableToApply, note_step, own_application, review_deadline
from partners.admission.consents import Statement, confirmations, digest, record_consents
from partners.admission.identifiers import note_application
from partners.documents import store_document
from partners.events import ApplicationSent
from partners.models import Application, ApplicationEvent
from partners.printable_names import asked_with_name, clean_named_answers
from partners.terms import term
from programs.answers import kept_answers
from programs.definition import Definition
from programs.definition.admission import Admission
from programs.definition.forms import FormField
from programs.models import Site

State, Kind, Stage = Application.State, ApplicationEvent.Kind, ApplicationEvent.Stage
LONGEST_ANSWER, LONGEST_AFFILIATES = 4000, 2000
ANSWER_FILES = "answer"  # the purpose of files that answer a question
# The draft's key for the affiliates question. Field codes never begin like this.
AFFILIATED = "_affiliated"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """The answer about affiliates: "yes", "no" or "" for none yet, and their names (B24-1.7.3)."""

    declared: str = ""
    named: str = ""


def save_application(
    *,
    actor: Actor,
    site: Site,
    definition: Definition,
    answers: Mapping[str, Any],
    affiliation: Affiliation,
    language: str = "",
    now: datetime,
) -> Application:
    """Save the answers as they are, without checking them. Starts the application if there is none.

    ``language`` is the one the applicant reads, by default the site's. Raises UnableToApply if the program takes no
    applications or this one has been submitted.
    """
    admission = _admission(actor, definition)
    with transaction.atomic():
        application = _open_or_begun(actor, now)
        _write(application, admission, site, _kept(admission, answers), definition, language)
        application.affiliates = without_odd(affiliation.named, lines=True)[:LONGEST_AFFILIATES]
        if affiliation.declared in ("yes", "no"):
            application.answers[AFFILIATED] = affiliation.declared
        application.saved_at = now
        application.save()
    return application


def send_application(
    *,
    actor: Actor,
    site: Site,
    definition: Definition,
    answers: Mapping[str, Any],
    affiliation: Affiliation,
    confirmed: Collection[str],
    agreed_to: str,
    language: str = "",
    today: date,
    now: datetime,
) -> Application:
    """Submit the complete application, which starts the vendor's review deadline (B24-1.2.1a, B24-1.2.1b).

    ``confirmed`` holds the codes of the ticked boxes, ``agreed_to`` is the `digest` of the texts shown beside them.
    Raises UnableToApply with the problems by field; nothing is changed then.
    """
    admission = _admission(actor, definition)
    statements = confirmations(definition)
    cleaned, problems = clean_named_answers(admission.application.fields, answers)
    problems |= _affiliation_problems(admission, affiliation)
    missing = {each.code for each in statements} - set(confirmed)
    problems |= {f"confirm-{code}": _("Confirm this to continue.") for code in missing}
    if agreed_to != digest(statements):
        problems[""] = _("The texts to confirm have changed. Read them again and resubmit.")
    if problems:
        raise UnableToApply(problems)
    with transaction.atomic():
        application = _open_or_begun(actor, now)
        _write(application, admission, site, cleaned, definition, language)
        declared = admission.affiliates and affiliation.declared == "yes"
        named = tidy(affiliation.named, lines=True) if declared else ""
        application.affiliates = named
        application.state = State.SUBMITTED
        application.saved_at = application.submitted_at = now
        application.due_on = term(definition, admission.application.review, application).due_on(today)
        application.save()
        if admission.affiliates:
            statements = [*statements, _declared(named)]
        record_consents(application, statements, by=application.applicant_id, now=now)
        note_step(application, Kind.SUBMITTED, by=actor, now=now)
        note_application(application, definition=definition)
        publish(ApplicationSent(application.program_id, application.pk, Stage.REVIEW, today, now))
    return application


def answer_question(
    *,
    actor: Actor,
    definition: Definition,
    text: str,
    today: date,
    now: datetime,
    files: Sequence[Upload] = (),
) -> Application:
    """Answer the vendor's question, perhaps with files, which restarts the vendor's deadline.

    Raises UnableToApply if nothing was asked, or the answer is empty, longer than LONGEST_ANSWER or refused as text.
    """
    require(actor, "application.edit")
    problems: dict[str, str] = {}
    said = read_into(problems, "text", text, lines=True)
    if not problems and (not said or len(said) > LONGEST_ANSWER):
        problems["text"] = _("Write an answer of at most %(most)s characters.") % {"most": LONGEST_ANSWER}
    if problems:
        raise UnableToApply(problems)
    with transaction.atomic():
        application = own_application(actor)
        deadline = review_deadline(definition, application)
        if not application.question or deadline is None:
            raise UnableToApply({"": _("There is no question to answer.")})
        application.question, application.asked_at = "", None
        application.due_on = term(definition, deadline, application).due_on(today)
        application.save(update_fields=["question", "asked_at", "due_on"])
        for upload in files:
            store_document(
                actor=actor,
                program_id=application.program_id,
                application_id=application.pk,
                upload=upload,
                purpose=ANSWER_FILES,
                now=now,
            )
        note_step(application, Kind.ANSWERED, by=actor, now=now, note=said)
        note_application(application, definition=definition)
    return application


def withdraw_application(*, actor: Actor, now: datetime) -> Application:
    """Withdraw the application at any stage. The person may apply again. Raises UnableToApply if none is open."""
    require(actor, "application.edit")
    with transaction.atomic():
        application = own_application(actor)
        application.state, application.closed_at = State.WITHDRAWN, now
        application.question, application.due_on = "", None
        application.save(update_fields=["state", "closed_at", "question", "due_on"])
        note_step(application, Kind.WITHDRAWN, by=actor, now=now)
    return application


def apply_again(*, actor: Actor, site: Site, definition: Definition, now: datetime) -> Application:
    """Start another application after a declined or withdrawn one, prefilled with its answers.

    Returns the open application if there is one. Raises UnableToApply if the program takes no applications.
    """
    admission = _admission(actor, definition)
    with transaction.atomic():
        last = Application.objects.visible_to(actor).order_by("-id").first()
        application = _open_or_begun(actor, now)
        if last is not None and last.pk != application.pk and last.state in (State.DECLINED, State.WITHDRAWN):
            _write(application, admission, site, _kept(admission, last.answers), definition, last.language)
            application.affiliates = last.affiliates
            application.save()
    return application


def _admission(actor: Actor, definition: Definition) -> Admission:
    """The program's admission rules. Raises UnableToApply if the actor may not apply."""
    require(actor, "application.start")
    if actor.user_id is None:
        raise PermissionDenied("An application belongs to somebody who is signed in.")
    if definition.admission is None:
        raise UnableToApply({"": _("This program doesn't take applications here.")})
    return definition.admission


def _open_or_begun(actor: Actor, now: datetime) -> Application:
    """The actor's draft, locked; created if there is none.

    Two simultaneous calls get the same draft: the database allows one open application per person and program.
    """
    try:
        application = own_application(actor)
    except UnableToApply:
        application = _begin(actor, now)
    if application.state != State.DRAFT:
        raise UnableToApply({"": _("This application has been sent already.")})
    return application


def _begin(actor: Actor, now: datetime) -> Application:
    if actor.user_id is None or actor.program_id is None:
        raise PermissionDenied("An application belongs to somebody who is signed in.")
    try:
        with transaction.atomic():
            application = Application.objects.create(
                program_id=actor.program_id, applicant_id=actor.user_id, started_at=now, saved_at=now
            )
    except IntegrityError:
        return own_application(actor)
    note_step(application, Kind.STARTED, by=actor, now=now)
    return application


def _write(
    application: Application,
    admission: Admission,
    site: Site,
    answers: Mapping[str, str],
    definition: Definition,
    language: str,
) -> None:
    """Store the answers and what depends on them; entity and currency come from the site (B24-15.1)."""
    fields = admission.application.fields
    country = _first(fields, answers, "country", "country")
    application.answers = dict(answers)
    application.company = _first(fields, answers, "company", "text")[:200]
    application.country = country if country in COUNTRY_CODES else ""
    entity = site.entity or next((each.code for each in definition.entities), "")
    application.entity, application.currency = entity, site.currency
    application.language, application.host = language or site.language, site.host


def _kept(admission: Admission, answers: Mapping[str, Any]) -> dict[str, str]:
    """What was typed so far, with the printable name if it is asked for."""
    return kept_answers(asked_with_name(admission.application.fields, answers), answers)


def _first(fields: Collection[FormField], answers: Mapping[str, str], code: str, kind: str) -> str:
    """The answer to the field with this code, or else to the first field of this type."""
    named = [field.code for field in fields if field.code == code] or [f.code for f in fields if f.type == kind]
    return answers.get(named[0], "") if named else ""


def _affiliation_problems(admission: Admission, affiliation: Affiliation) -> dict[str, str]:
    if admission.affiliates is None:
        return {}
    if affiliation.declared not in ("yes", "no"):
        return {"affiliation-declared": _("Choose whether there are affiliated companies.")}
    if affiliation.declared == "no":
        return {}
    problems: dict[str, str] = {}
    named = read_into(problems, "affiliation-named", affiliation.named, lines=True)
    if not problems and (not named or len(named) > LONGEST_AFFILIATES):
        said = _("Enter the companies in at most %(most)s characters.") % {"most": LONGEST_AFFILIATES}
        problems["affiliation-named"] = said
    return problems


def _declared(named: str) -> Statement:
    """What the applicant declared about affiliates, as a statement for the record."""
    if named:
        return Statement("affiliates", _("The company is affiliated with: %(named)s") % {"named": named})
    return Statement("affiliates", _("The company isn't affiliated with any partner of the program."))
