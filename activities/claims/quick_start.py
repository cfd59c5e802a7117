"""The claim that the API's quick start shows, made from the program's own rules: it is accepted as it stands."""

from datetime import date
from typing import Any

from programs.definition import Definition
from programs.definition.activities import ActivityKind

_CLIENT = "Alder GmbH"
_ANSWERS = {
    "text": _CLIENT,
    "long_text": "An intranet for forty people.",
    "url": "https://alder.example",
    "email": "ana@alder.example",
    "phone": "+49 30 5550100",
    "number": "3",
    "money": "1200",
    "country": "DE",
}


def first_claim(rules: Definition, on: date) -> dict[str, Any] | None:
    """Return the body that submits a claim of the first kind that asks for no file; None if there is none.

    A kind whose plan is approved first comes last: it begins with the plan, which has no day.
    """
    claimed = [(code, kind) for code, kind in rules.activities.items() if kind.claim]
    for code, kind in sorted(claimed, key=lambda one: bool(one[1].claim and one[1].claim.prior_approval)):
        if (answers := _answers(kind, on)) is not None:
            return {"kind": code, **_done(kind, on), **({"answers": answers} if answers else {})}
    return None


def _answers(kind: ActivityKind, on: date) -> dict[str, str] | None:
    assert kind.claim is not None, "only kinds that are claimed are asked for"
    fields = kind.claim.planned if kind.claim.prior_approval else kind.claim.fields
    if any(field.type == "file" and field.required for field in fields):
        return None
    # A claim that asks for nothing in particular still says one thing; a second could contradict it.
    asked = [field for field in fields if field.required] or [field for field in fields if field.type != "file"][:1]
    typical = _ANSWERS | {"date": on.isoformat()}
    return {field.code: str(field.choices[0]) if field.choices else typical[field.type] for field in asked}


def _done(kind: ActivityKind, on: date) -> dict[str, Any]:
    """What is known only when the work is done, and whom or what it was for."""
    about: dict[str, Any] = {"subject": _CLIENT} if kind.subject == "required" else {}
    wanted = [name for name in kind.attributes if name not in kind.optional_attributes]
    if wanted:
        about["attributes"] = {name: next(iter(kind.attributes[name]), _CLIENT) for name in wanted}
    if kind.claim and kind.claim.prior_approval:
        return about
    return {"on": on.isoformat(), **({"quantity": 1} if kind.quantity == "required" else {}), **about}
