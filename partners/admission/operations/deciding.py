"""The vendor's decisions about applications: approve, ask, decline, accept. Each stage is decided once.

Emails and the partner's first level follow in portal/reactions.py.
"""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.events import publish
from common.moments import moment_words
from common.refusals import Refused
from common.text import without_odd
from partners.admission.duplicates import matches, uncleared
from partners.admission.identifiers import drop_application, note_partners
from partners.admission.new_partner import create_partner
from partners.events import ApplicationDecided, PartnerAccepted
from partners.models import Application, ApplicationEvent, Consent, Document, Member, Note, Partner
from programs.definition import Definition
from programs.rulebook import Rulebook, rulebook_of

State, Kind, Stage = Application.State, ApplicationEvent.Kind, ApplicationEvent.Stage
PERMISSION = "applications.decide"
LONGEST_TEXT = 4000
DECISIONS = (Kind.APPROVED, Kind.ACCEPTED, Kind.DECLINED)
# The stage at which an application with this status is decided.
STAGES = {State.SUBMITTED: Stage.REVIEW, State.APPROVED: Stage.VERIFICATION, State.VERIFYING: Stage.VERIFICATION}


class UnableToDecideApplication(Refused):
    """The decision can't be taken. ``problems`` gives the reasons, by field where possible."""


def approve_application(
    *, actor: Actor, application: Application, today: date, now: datetime, text: str = ""
) -> Application:
    """Give preliminary approval, so that the applicant can submit the second form (B24-1.2.1c).

    The applicant is told ``text``. In a program without verification, this accepts the company. Raises
    UnableToDecideApplication, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=application.program_id)
    with transaction.atomic():
        row = _locked(application, actor)
        _at(row, Stage.REVIEW)
        rulebook = _open_rulebook(row, today)
        admission = rulebook.on(today).admission
        if admission is not None and admission.verification is None:
            return _accept(row, Stage.REVIEW, actor=actor, rulebook=rulebook, today=today, now=now)
        step = _step(row, Kind.APPROVED, Stage.REVIEW, actor, now, _clean(text, "text"))
        _move(row, State.APPROVED)
        _note(row, actor, now, sentence("Approved the application of %(row)s", row=row))
        publish(ApplicationDecided(rulebook, row.pk, step.pk, today, now))
    return row


def decline_application(
    *,
    actor: Actor,
    application: Application,
    stage: str,
    today: date,
    now: datetime,
    text: str = "",
    reason: str = "",
) -> Application:
    """Decline a company (B24-1.2.1c). The applicant is told ``text``; ``reason`` is internal.

    ``stage`` is the one the manager saw; a decision about another stage is refused. Raises UnableToDecideApplication,
    also if the program requires a reason and there is none; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=application.program_id)
    with transaction.atomic():
        row = _locked(application, actor)
        _at(row, stage)
        rulebook = rulebook_of(row.program)
        admission = rulebook.on(today).admission
        reason = _clean(reason, "reason")
        if not reason and admission and admission.application.decline.reason_required:
            raise UnableToDecideApplication({"reason": _("Enter a reason. The applicant doesn't see it.")})
        step = _step(row, Kind.DECLINED, stage, actor, now, _clean(text, "text"))
        _move(row, State.DECLINED, closed_at=now)
        _remember(row, actor, now, reason)
        _note(row, actor, now, sentence("Declined the application of %(row)s", row=row))
        publish(ApplicationDecided(rulebook, row.pk, step.pk, today, now))
    return row


def ask_applicant(
    *, actor: Actor, application: Application, stage: str, question: str, today: date, now: datetime
) -> Application:
    """Ask the applicant for more information. The vendor's deadline is paused until the answer.

    Raises UnableToDecideApplication if the vendor can't act at this stage, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=application.program_id)
    with transaction.atomic():
        row = _locked(application, actor)
        _at(row, stage)
        if row.state not in Application.REVIEWED:
            raise UnableToDecideApplication({"": _("The applicant hasn't submitted anything yet.")})
        question = _clean(question, "question")
        if not question:
            raise UnableToDecideApplication({"question": _("Enter your question.")})
        step = _step(row, Kind.ASKED, stage, actor, now, question)
        _move(row, State(row.state), question=question, asked_at=now)
        _note(row, actor, now, sentence("Asked the applicant of %(row)s for more", row=row))
        publish(ApplicationDecided(rulebook_of(row.program), row.pk, step.pk, today, now))
    return row


def accept_application(*, actor: Actor, application: Application, today: date, now: datetime) -> Application:
    """Approve the verification, which makes the applicant a partner from ``today``, on the entry level (B24-1.3a).

    Returns the application with its ``partner``. Raises UnableToDecideApplication, also if there are unreviewed matches
    or declared affiliates (B24-1.7.3); PermissionDenied.
    """
    require(actor, PERMISSION, program_id=application.program_id)
    with transaction.atomic():
        row = _locked(application, actor)
        _at(row, Stage.VERIFICATION)
        if row.state != State.VERIFYING:
            raise UnableToDecideApplication({"": _("The applicant hasn't submitted its company details yet.")})
        return _accept(row, Stage.VERIFICATION, actor=actor, rulebook=_open_rulebook(row, today), today=today, now=now)


def clear_matches(
    *, actor: Actor, application: Application, seen: Collection[str], reason: str, today: date, now: datetime
) -> Application:
    """Clear the matches that a manager has reviewed (B24-1.7.3). The reason is kept as a note.

    ``seen`` names the reviewed matches (``Match.keys``); matches found since then still need a review. Raises
    UnableToDecideApplication without a reason or if none of them needs a review, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=application.program_id)
    with transaction.atomic():
        row = _locked(application, actor)
        if row.state not in STAGES:
            raise UnableToDecideApplication({"": _already_decided(row)})
        reason = _clean(reason, "reason")
        if not reason:
            raise UnableToDecideApplication({"reason": _("Enter why they are acceptable.")})
        cleared = _waiting_matches(row, rulebook_of(row.program).on(today), actor) & set(seen)
        if not cleared:
            raise UnableToDecideApplication({"": _("This was already decided. Reload the application.")})
        row.matches_cleared = sorted({*row.matches_cleared, *cleared})
        row.matches_cleared_by_id, row.matches_cleared_at = actor.user_id, now
        row.save(update_fields=["matches_cleared", "matches_cleared_by", "matches_cleared_at"])
        _step(row, Kind.CLEARED, "", actor, now)
        _remember(row, actor, now, reason)
        _note(
            row,
            actor,
            now,
            sentence("Reviewed the matches of %(row)s and let them stand", row=row),
            matches=sorted(cleared),
        )
    return row


def _accept(
    row: Application, stage: str, *, actor: Actor, rulebook: Rulebook, today: date, now: datetime
) -> Application:
    rules = rulebook.on(today)
    if _waiting_matches(row, rules, actor):
        said = _("This company matches others or declares affiliates. Review and accept them first.")
        raise UnableToDecideApplication({"": said})
    _step(row, Kind.ACCEPTED, stage, actor, now)
    partner = create_partner(row, definition=rules, today=today)
    _move(row, State.ACCEPTED, partner=partner, closed_at=now)
    Member.objects.create(program_id=row.program_id, partner=partner, user_id=row.applicant_id, role=Member.Role.MAIN)
    for model in (ApplicationEvent, Consent, Document):
        model._default_manager.filter(application=row).update(partner=partner)
    drop_application(row)
    note_partners(program_id=row.program_id, partner_ids=[partner.pk])
    _note(row, actor, now, sentence("Accepted %(partner)s as a partner", partner=partner), partner=partner)
    publish(PartnerAccepted(rulebook, partner.pk, row.pk, row.applicant_id, today, now))
    return row


def _locked(application: Application, actor: Actor) -> Application:
    rows = Application.objects.visible_to(actor).select_related("program", "applicant")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)


def _at(row: Application, stage: str) -> None:
    """Check that the application is still at the stage the manager saw."""
    if STAGES.get(State(row.state)) != stage:
        raise UnableToDecideApplication({"": _already_decided(row)})


def _open_rulebook(row: Application, today: date) -> Rulebook:
    rulebook = rulebook_of(row.program)
    if rulebook.on(today).admission is None:
        raise UnableToDecideApplication({"": _("The program no longer takes applications.")})
    return rulebook


def _waiting_matches(row: Application, rules: Definition, actor: Actor) -> frozenset[str]:
    return uncleared(row, matches([row], definition=rules, actor=actor).get(row.pk, []))


def _step(row: Application, kind: str, stage: str, actor: Actor, now: datetime, note: str = "") -> ApplicationEvent:
    """Add a step to the history. A table constraint makes sure that each stage is decided once."""
    try:
        with transaction.atomic():
            return ApplicationEvent.objects.create(
                program_id=row.program_id,
                application=row,
                applicant_id=row.applicant_id,
                kind=kind,
                stage=stage,
                note=note,
                by_id=actor.user_id,
                at=now,
            )
    except IntegrityError as error:
        raise UnableToDecideApplication({"": _already_decided(row)}) from error


def _move(row: Application, state: Application.State, *, question: str = "", **changes: object) -> None:
    """Set a status in which the vendor has nothing to do, and clear any open question."""
    row.state, row.question, row.due_on = state, question, None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "question", "due_on", *changes])


def _already_decided(row: Application) -> str:
    """Why it is too late: who decided what and when, or else the application's current status."""
    last = row.events.filter(kind__in=DECISIONS).select_related("by").order_by("-pk").first()
    if last is None:
        return _("This application is %(state)s.") % {"state": row.get_state_display()}
    said = {
        Kind.APPROVED: _("%(who)s approved it at %(when)s."),
        Kind.ACCEPTED: _("%(who)s accepted it at %(when)s."),
        Kind.DECLINED: _("%(who)s declined it at %(when)s."),
    }
    when = moment_words(last.at, ZoneInfo(row.program.time_zone))
    return said[Kind(last.kind)] % {"who": last.by or _("Someone"), "when": when}


def _remember(row: Application, actor: Actor, now: datetime, text: str) -> None:
    """Keep a reason as an internal note."""
    if text:
        Note.objects.create(program_id=row.program_id, application=row, text=text, by_id=actor.user_id, at=now)


def _note(
    row: Application, actor: Actor, now: datetime, summary: Sentence, partner: Partner | None = None, **details: object
) -> None:
    note_act(
        actor=actor,
        action=PERMISSION,
        subject=row,
        summary=summary,
        now=now,
        partner_id=partner.pk if partner else None,
        details=details,
    )


def _clean(text: str, field: str) -> str:
    cleaned = without_odd(text, lines=True)
    if len(cleaned) > LONGEST_TEXT:
        raise UnableToDecideApplication({field: _("At most %(most)s characters.") % {"most": LONGEST_TEXT}})
    return cleaned
