"""Read models of one claim, for its page and the admin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.claims.answers import asked_now
from activities.claims.rules import PARTNER_STEPS, VENDOR_STEPS, can
from activities.models import Claim, ClaimFile, ClaimMessage
from common.actor import Actor
from common.numbers import number
from programs.answers import as_read, readable
from programs.definition import Definition
from programs.definition.activities import ActivityKind
from programs.definition.forms import FormField


@dataclass(frozen=True)
class Correction:
    """A correction made by an answer: the field's label, old and new value."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Said:
    """One entry of the conversation with its files."""

    message: ClaimMessage
    files: Sequence[ClaimFile]
    corrections: Sequence[Correction]


@dataclass(frozen=True)
class ClaimRead:
    """One claim, read. ``facts`` are the values of the future activity, ``answers`` and ``files`` those of the form."""

    claim: Claim
    kind: ActivityKind | None
    facts: Sequence[tuple[str, str]]
    answers: Sequence[tuple[str, str, FormField]]
    files: Sequence[tuple[str, ClaimFile]]
    said: Sequence[Said]

    @property
    def name(self) -> str:
        """The kind's name, or its code when the rules no longer define it."""
        return self.kind.name if self.kind else self.claim.kind

    @property
    def is_plan(self) -> bool:
        """Whether only a plan has been submitted so far."""
        return self.claim.on is None

    @property
    def partner_steps(self) -> list[str]:
        return [step for step in PARTNER_STEPS if can(self.claim.state, step)]

    @property
    def vendor_steps(self) -> list[str]:
        return [step for step in VENDOR_STEPS if can(self.claim.state, step)]

    @property
    def asked_now(self) -> list[FormField]:
        """The form fields the partner may fill in next."""
        if self.kind is None or self.kind.claim is None:
            return []
        completing = self.claim.state == Claim.State.PLAN_APPROVED
        return asked_now(self.kind.claim, is_plan=self.is_plan and not completing)

    @property
    def held(self) -> set[str]:
        """The fields that already have a file."""
        return {file.field for _name, file in self.files if file.field}


def read_claim(claim: Claim, *, actor: Actor, definition: Definition) -> ClaimRead:
    """Read everything about one claim: two queries."""
    kind = definition.activities.get(claim.kind)
    fields = {field.code: field for field in kind.claim.fields} if kind and kind.claim else {}
    # Only the file's name is read, never its content.
    files = list(
        ClaimFile.objects.visible_to(actor).filter(claim=claim).select_related("document").defer("document__content")
    )
    messages = ClaimMessage.objects.visible_to(actor).filter(claim=claim).select_related("by")
    return ClaimRead(
        claim=claim,
        kind=kind,
        facts=_facts(claim, kind),
        answers=_answers(claim, fields),
        files=[(_file_name(file, fields), file) for file in sorted(files, key=lambda file: (not file.field, file.pk))],
        said=[
            Said(
                message,
                [file for file in files if file.message_id == message.pk],
                [_correction(name, change, kind, fields) for name, change in message.changes.items()],
            )
            for message in messages
        ],
    )


def _facts(claim: Claim, kind: ActivityKind | None) -> list[tuple[str, str]]:
    word = kind.word if kind else _plain
    found = [(word(name).capitalize(), word(str(value))) for name, value in claim.attributes.items()]
    if claim.subject:
        found.append((_label("subject", kind), claim.subject))
    if claim.on:
        found.append((_("Day"), date_format(claim.on)))
    if claim.quantity is not None:
        found.append((_label("quantity", kind), number(claim.quantity)))
    return found


def _answers(claim: Claim, fields: dict[str, FormField]) -> list[tuple[str, str, FormField]]:
    """Questions and answers; a question no longer in the rules is labelled with its code."""
    asked = [fields.get(code) or FormField(code=code, label=_plain(code).capitalize()) for code in claim.answers]
    asked.sort(key=lambda field: list(fields).index(field.code) if field.code in fields else len(fields))
    return [(label, text, field) for field in asked for label, text in readable([field], claim.answers)]


def _file_name(file: ClaimFile, fields: dict[str, FormField]) -> str:
    if not file.field:
        return ""
    field = fields.get(file.field)
    return field.label if field else _plain(file.field).capitalize()


def _correction(
    name: str, change: Sequence[Any], kind: ActivityKind | None, fields: dict[str, FormField]
) -> Correction:
    group, _dot, code = name.rpartition(".")
    field = fields.get(code) if group == "answers" else None
    label = field.label if field else _code(code, kind).capitalize() if group else _label(name, kind)
    shown = [as_read(field, str(value)) if field and value else _code(str(value or ""), kind) for value in change[:2]]
    return Correction(label, *(shown if field or group else [str(value or "") for value in change[:2]]))


def _label(name: str, kind: ActivityKind | None) -> str:
    """The kind's labels for subject and quantity."""
    words = {"subject": kind and kind.subject_is, "quantity": kind and kind.quantity_unit, "on": _("Day")}.get(name)
    return str(words or _plain(name)).capitalize()


def _code(code: str, kind: ActivityKind | None) -> str:
    return kind.word(code) if kind else _plain(code)


def _plain(code: str) -> str:
    return code.replace("_", " ")
