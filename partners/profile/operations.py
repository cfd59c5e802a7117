"""Profile changes. Some take effect at once, others need the vendor's approval first.

A partner has at most one pending revision, enforced by the database. A new one replaces it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import may, require
from accounts.sentences import sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.text import read_into
from common.uploads import Upload
from partners.documents import store_document
from partners.events import ProfileChanged
from partners.models import Document, Partner, ProfileRevision
from partners.printable_names import name_problems
from partners.profile.fields import (
    LEGAL,
    LOGO,
    cleaned,
    current,
    legal_papers,
    verified_fields,
    waiting_fields,
    written,
)
from partners.profile.listing import moderated
from partners.terms import term
from programs.definition import Definition
from programs.rulebook import Rulebook, read_rulebook

PROFILE = (
    "name",
    "printable_name",
    "city",
    "address",
    "website",
    "email",
    "phone",
    "description",
    "services",
    "languages",
    "listed",
)
State = ProfileRevision.State


class UnableToEditProfile(Refused):
    """The profile can't be changed this way. ``problems`` gives the reasons by field, "" for general ones."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The result of a change: the fields that changed at once, and the pending revision, if any."""

    applied: list[str]
    revision: ProfileRevision | None


def edit_profile(*, actor: Actor, partner: Partner, changes: Mapping[str, Any], today: date, now: datetime) -> Partner:
    """Change a partner's profile as vendor staff. The directory card is updated at once (B24-1.4b).

    Only fields in ``PROFILE`` can be changed. The terms of the partnership (code, country, currency, acceptance) are
    not part of the profile. Raises UnableToEditProfile with reasons by field, PermissionDenied for anybody but the
    vendor.
    """
    require(actor, "partners.edit", program_id=partner.program_id)
    if foreign := [name for name in changes if name not in PROFILE]:
        said = _("'%(field)s' isn't part of the profile.")
        raise UnableToEditProfile({name: said % {"field": name} for name in foreign})
    if not changes:
        return partner
    with transaction.atomic():
        row = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        problems: dict[str, str] = {}
        for name, value in changes.items():
            setattr(row, name, _tidied(problems, name, value))
        if {"name", "printable_name"} & changes.keys():
            problems = name_problems(row.name, row.printable_name) | problems
        if problems:
            raise UnableToEditProfile(problems)
        try:
            row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in changes])
        except ValidationError as error:
            raise UnableToEditProfile({name: " ".join(said) for name, said in error.message_dict.items()}) from error
        row.moderated_on = today
        row.save(update_fields=[*changes, "moderated_on"])
        note_act(
            actor=actor,
            action="partners.edit",
            subject=row,
            partner_id=row.pk,
            now=now,
            summary=sentence(
                "Changed the profile of %(name)s: %(fields)s", name=row.name, fields=", ".join(sorted(changes))
            ),
        )
        publish(ProfileChanged(read_rulebook(row.program_id), row.pk, today))
    return row


def _tidied(problems: dict[str, str], name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_tidied(problems, name, each) for each in value]
    lines = name in ("address", "description")
    return read_into(problems, name, value, lines=lines) if isinstance(value, str) else value


def submit_revision(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    changes: Mapping[str, Any],
    today: date,
    now: datetime,
    logo: Upload | None = None,
    papers: Mapping[str, Upload] | None = None,
    replace: bool = False,
) -> Submitted:
    """Change the partner's own profile. Fields that need approval go into a revision; the rest changes at once.

    ``changes`` holds new values by key (partners/profile/fields.py). Unchanged values are ignored; ``logo`` None
    removes the logo. ``papers`` prove legal data, by document code. A pending revision is replaced only with
    ``replace``. A partner whose profile was never approved may request approval without any change (B24-1.4b). Changes
    of legal data start a new verification with the program's deadline, and the partner keeps its status meanwhile
    (B24-1.7.4).

    Raises UnableToEditProfile with the problems by field; nothing is changed then. Raises PermissionDenied if anybody
    but the main user changes legal data.
    """
    require(actor, "profile.edit", program_id=partner.program_id)
    if actor.user_id is None:
        raise PermissionDenied("A person changes a profile.")
    definition = rulebook.on(today)
    if papers or any(key.startswith(LEGAL) for key in changes):
        require(actor, "legal.edit", program_id=partner.program_id)
    with transaction.atomic():
        row = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner.pk)
        wanted, problems = cleaned({key: new for key, new in changes.items() if key != LOGO}, row, definition)
        if problems:
            raise UnableToEditProfile(problems)
        wanted |= _logo(actor, row, changes, logo, now)
        keep_papers(actor=actor, partner=row, definition=definition, papers=papers or {}, now=now)
        waits = waiting_fields(definition)
        waiting = {key: value for key, value in wanted.items() if key in waits}
        at_once = {key: value for key, value in wanted.items() if key not in waits}
        pending = ProfileRevision.objects.select_for_update().filter(partner=row, state=State.PENDING).first()
        unapproved = moderated(definition) and row.moderated_on is None
        if not wanted and pending is None and not unapproved:
            raise UnableToEditProfile({"": _("Nothing was changed.")})
        if pending is not None and not replace and waiting != pending.changes:
            said = _("A change is already pending. Confirm that this one replaces it.")
            raise UnableToEditProfile({"replace": said})
        if pending is not None and pending.legal and waiting != pending.changes and not may(actor, "legal.edit"):
            raise UnableToEditProfile({"": _("A change of legal data is pending. Only the main user can replace it.")})
        before = current(row, definition)
        if at_once:
            row.save(update_fields=written(row, at_once))
            publish(ProfileChanged(rulebook, row.pk, today))
        if pending is not None and waiting == pending.changes:
            return Submitted(sorted(at_once), pending)
        if pending is not None:
            _close(row, pending, State.WITHDRAWN, now=now)
        revision = None
        if waiting or (unapproved and not at_once):
            revision = _wait(actor, row, before, waiting, definition, today=today, now=now)
    return Submitted(sorted(at_once), revision)


def withdraw_revision(*, actor: Actor, revision: ProfileRevision, now: datetime) -> ProfileRevision:
    """Withdraw a pending change. Raises UnableToEditProfile if it was decided."""
    require(actor, "profile.edit", program_id=revision.program_id)
    if revision.legal:
        require(actor, "legal.edit", program_id=revision.program_id)
    with transaction.atomic():
        row = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=revision.partner_id)
        found = ProfileRevision.objects.select_for_update().get(pk=revision.pk)
        if found.state != State.PENDING:
            raise UnableToEditProfile({"": _("This change is no longer pending: it was decided or withdrawn.")})
        _close(row, found, State.WITHDRAWN, now=now)
    return found


def keep_papers(
    *, actor: Actor, partner: Partner, definition: Definition, papers: Mapping[str, Upload], now: datetime
) -> None:
    """Store documents that prove legal data, each only once. Raises PermissionDenied."""
    if papers:
        require(actor, "legal.edit", program_id=partner.program_id)
    known = {document.code for document in legal_papers(definition)}
    for code, upload in papers.items():
        if code not in known:
            raise UnableToEditProfile({"": _("This document isn't needed.")})
        there = Document.objects.visible_to(actor).filter(partner=partner, purpose=code, digest=upload.digest)
        if not there.exists():
            store_document(
                actor=actor, program_id=partner.program_id, partner_id=partner.pk, upload=upload, purpose=code, now=now
            )


def _logo(
    actor: Actor, row: Partner, changes: Mapping[str, Any], upload: Upload | None, now: datetime
) -> dict[str, int | None]:
    """The logo change by its key, with None to remove the logo. Empty if the picture is the current one."""
    if upload is None:
        if changes.get(LOGO, 0) is None and row.logo_id is not None:
            return {LOGO: None}
        # A form that shows a pending logo sends its id back.
        kept = changes.get(LOGO)
        mine = Document.objects.visible_to(actor).filter(partner=row, purpose=LOGO)
        if isinstance(kept, int) and kept != row.logo_id and mine.filter(pk=kept).exists():
            return {LOGO: kept}
        return {}
    if row.logo is not None and row.logo.digest == upload.digest:
        return {}
    stored = store_document(
        actor=actor, program_id=row.program_id, partner_id=row.pk, upload=upload, purpose=LOGO, now=now
    )
    return {LOGO: stored.pk}


def _wait(
    actor: Actor,
    row: Partner,
    before: Mapping[str, Any],
    waiting: Mapping[str, Any],
    definition: Definition,
    *,
    today: date,
    now: datetime,
) -> ProfileRevision:
    """Store the pending revision. Legal changes start a new verification."""
    assert actor.user_id is not None
    verification = definition.admission.verification if definition.admission else None
    legal = bool(verified_fields(definition) & set(waiting))
    due_on = term(definition, verification.review, row).due_on(today) if legal and verification else None
    number = ProfileRevision.objects.filter(partner=row).aggregate(last=Max("number"))["last"] or 0
    revision = ProfileRevision.objects.create(
        program_id=row.program_id,
        partner=row,
        number=number + 1,
        legal=legal,
        due_on=due_on,
        before={key: before[key] for key in waiting},
        changes=dict(waiting),
        logo_id=waiting.get(LOGO),
        verification=row.verification if legal else "",
        submitted_by_id=actor.user_id,
        submitted_at=now,
    )
    if legal:
        _verify(row, Partner.Verification.REOPENED, due_on)
    return revision


def _close(row: Partner, revision: ProfileRevision, state: str, *, now: datetime, **decided: Any) -> None:
    """End a revision that does not take effect, and restore the earlier verification."""
    revision.state, revision.decided_at = state, now
    for name, value in decided.items():
        setattr(revision, name, value)
    revision.save(update_fields=["state", "decided_at", *decided])
    if revision.legal:
        _verify(row, revision.verification, None)


def _verify(row: Partner, state: str, due_on: date | None) -> None:
    row.verification, row.verification_due = state, due_on
    row.save(update_fields=["verification", "verification_due"])
