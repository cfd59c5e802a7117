"""Checks a partner's claim against the fields the program asks for at that stage."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from activities.models import Claim
from activities.rules import day_problem, problems
from common.uploads import Upload
from programs.answers import clean_answers
from programs.definition.activities import ActivityKind
from programs.definition.activities import Claim as ClaimRule
from programs.definition.forms import FormField

GREATEST_QUANTITY = 2**31 - 1


@dataclass(frozen=True)
class Given:
    """A partner's input: answers and files by form field, and the values of the future activity.

    A plan has no day or quantity: they are known only when the work is done.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    on: date | None = None
    quantity: int | None = None
    subject: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """The same input, checked and ready to store."""

    answers: dict[str, str]
    on: date | None
    quantity: int | None
    subject: str
    attributes: dict[str, str]

    def write_to(self, claim: Claim, asked: Collection[FormField]) -> dict[str, list[Any]]:
        """Store the values on the claim; returns old and new value of each changed field."""
        before = _spread(claim.answers, claim)
        kept = {code: text for code, text in claim.answers.items() if code not in {field.code for field in asked}}
        claim.answers = {**kept, **self.answers}
        claim.on, claim.quantity, claim.subject, claim.attributes = (
            self.on,
            self.quantity,
            self.subject,
            self.attributes,
        )
        after = _spread(claim.answers, claim)
        return {
            name: [before.get(name), after.get(name)]
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        }


def asked_now(rule: ClaimRule, *, is_plan: bool) -> list[FormField]:
    """The fields asked at a stage: plan fields, result fields, or all if plans aren't used."""
    if not rule.prior_approval:
        return rule.fields
    return rule.planned if is_plan else rule.result


def subject_field(kind: ActivityKind, asked: Collection[FormField]) -> str:
    """The code of the form field that already asks for the subject in one line, so it isn't asked twice; or ""."""
    named = (kind.subject_is or "").replace(" ", "_")
    return next((field.code for field in asked if field.code == named and field.type != "long_text"), "")


def check(
    kind: ActivityKind, asked: Collection[FormField], given: Given, *, is_plan: bool, today: date, held: Collection[str]
) -> tuple[Checked, dict[str, str]]:
    """Return the input ready to store, and problems by field; ``held`` are fields that already have a file."""
    answers, wrong = clean_answers(asked, given.answers)
    found = {f"answers.{code}": text for code, text in wrong.items()}
    files = {field.code: field for field in asked if field.type == "file"}
    for code, field_ in files.items():
        if field_.required and code not in held and code not in given.files:
            found[f"answers.{code}"] = _("Upload a file: %(field)s.") % {"field": field_.label}
    found |= {f"answers.{code}": _("No file is asked for here.") for code in given.files if code not in files}
    subject, wrong = _line("subject", given.subject or answers.get(subject_field(kind, asked), ""))
    found |= wrong
    attributes = {}
    for name, value in given.attributes.items():
        if name not in kind.attributes:
            found[f"attributes.{name}"] = _("This isn't needed.")
            continue
        attributes[name], wrong = _line(f"attributes.{name}", value)
        found |= wrong
    attributes = {name: text for name, text in attributes.items() if text}
    quantity = None if is_plan else given.quantity
    found |= {
        f"attributes.{name}" if name in kind.attributes else name: text
        for name, text in problems(kind, amount=None, quantity=quantity, subject=subject, attributes=attributes).items()
        if not (is_plan and name == "quantity")
    } | found
    if quantity is not None and quantity > GREATEST_QUANTITY:
        found["quantity"] = _("The number is too large.")
    if asked and not (answers or given.files or held or subject or found):
        found[""] = _("Describe or upload evidence of what was done.")
    if not is_plan and (late := _("Enter the day.") if given.on is None else day_problem(given.on, today)):
        found["on"] = late
    return Checked(answers, None if is_plan else given.on, quantity, subject, attributes), found


def _line(name: str, text: object) -> tuple[str, dict[str, str]]:
    """Validate one line of text as the forms do; returns it and problems by field."""
    answers, wrong = clean_answers([FormField(code="line", label=name, required=False)], {"line": text})
    return answers.get("line", ""), {name: wrong["line"]} if wrong else {}


def _spread(answers: Mapping[str, Any], claim: Claim) -> dict[str, Any]:
    """All values of a claim in one flat mapping."""
    said = {f"answers.{code}": text for code, text in answers.items()}
    said |= {f"attributes.{name}": value for name, value in claim.attributes.items()}
    rest = {"on": claim.on.isoformat() if claim.on else None, "quantity": claim.quantity, "subject": claim.subject}
    return said | {name: value for name, value in rest.items() if value not in (None, "")}
