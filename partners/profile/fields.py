"""The fields of a partner's profile: how each is read, and which need the vendor's approval (B24-1.7.4).

A field's key is the column of `Partner`, or ``legal.`` and the code of a field in the program's verification form.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text import Untidy, tidy
from partners.models import Partner
from partners.printable_names import LABEL, PRINTABLE, name_problems
from partners.profile.listing import SHOWN, moderated, required_fields
from partners.tax_ids import check_tax_id
from programs.answers import clean_answers
from programs.definition import Definition
from programs.definition.forms import Document, FormField
from programs.service_names import services_as_stored

LEGAL = "legal."
LOGO = "logo"
LABELS: Mapping[str, Any] = {
    "name": gettext_lazy("Company"),
    PRINTABLE: LABEL,
    "description": gettext_lazy("Description"),
    "services": gettext_lazy("Services"),
    "languages": gettext_lazy("Languages"),
    "website": gettext_lazy("Website"),
    "email": gettext_lazy("Email"),
    "phone": gettext_lazy("Phone"),
    "contact": gettext_lazy("Contact person"),
    "city": gettext_lazy("City"),
    "address": gettext_lazy("Address"),
    LOGO: gettext_lazy("Logo"),
}
LISTS: Mapping[str, int] = {"services": 80, "languages": 40}  # the most characters of one word in each list
MOST_WORDS = 30
_TYPES: Mapping[str, Any] = {"website": "url", "email": "email", "phone": "phone", "description": "long_text"}
_LONGEST: Mapping[str, int] = {"city": 120, "address": 400, "phone": 60}
# Columns that program forms call by another name.
_CALLED = {"company": "name"}
_NEVER_EMPTY = frozenset({"name", "email"})
_BETWEEN = re.compile(r"[;,|\n]")


def texts() -> list[FormField]:
    """The text fields of the profile, as form questions."""
    return [
        FormField(code=code, label=str(label), type=_TYPES.get(code, "text"), required=code in _NEVER_EMPTY)
        for code, label in LABELS.items()
        if code not in LISTS and code != LOGO
    ]


def legal_fields(definition: Definition) -> list[FormField]:
    """The legal data that the verification form asks for, without documents."""
    verification = definition.admission.verification if definition.admission else None
    return [field for field in verification.fields if field.type != "file"] if verification else []


def legal_papers(definition: Definition) -> list[Document]:
    """The documents that prove the legal data."""
    verification = definition.admission.verification if definition.admission else None
    return list(verification.documents) if verification else []


def labels(definition: Definition) -> dict[str, str]:
    """The label of each field, in display order."""
    legal = {f"{LEGAL}{field.code}": field.label for field in legal_fields(definition)}
    return {code: str(label) for code, label in LABELS.items()} | legal


def waiting_fields(definition: Definition) -> set[str]:
    """The fields whose changes need the vendor's approval.

    These are the fields that the program names (B24-1.7.4), those that need verification again, and, if the program
    moderates its directory, everything that a card shows or needs (B24-1.4b).
    """
    changes = definition.admission.profile_changes if definition.admission else None
    found = _keys([*changes.approved, *changes.reverified], definition) if changes else set()
    found |= {*SHOWN, *required_fields(definition)} if moderated(definition) else set()
    return found | {PRINTABLE} if "name" in found else found


def verified_fields(definition: Definition) -> set[str]:
    """The fields whose changes need verification again (B24-1.7.4)."""
    changes = definition.admission.profile_changes if definition.admission else None
    return _keys(changes.reverified, definition) if changes else set()


def _keys(codes: Collection[str], definition: Definition) -> set[str]:
    """The profile fields that a code of the program's forms refers to. A code can be in both forms."""
    legal = {field.code for field in legal_fields(definition)}
    found = {f"{LEGAL}{code}" for code in codes if code in legal}
    return found | {_CALLED.get(code, code) for code in codes if _CALLED.get(code, code) in LABELS}


def current(partner: Partner, definition: Definition) -> dict[str, Any]:
    """Every field's current value by key. The logo is given as its document's id."""
    own = {code: getattr(partner, code) for code in LABELS if code != LOGO}
    legal = {f"{LEGAL}{field.code}": partner.legal.get(field.code, "") for field in legal_fields(definition)}
    return own | {LOGO: partner.logo_id} | legal


def cleaned(
    changes: Mapping[str, Any], partner: Partner, definition: Definition
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values that differ from the current ones, as stored, and the problems by field.

    Unchanged fields are not checked, so imported values may stay. The logo is not handled here.
    """
    before, found, problems = current(partner, definition), {}, {}
    legal = {f"{LEGAL}{field.code}": field for field in legal_fields(definition)}
    own = {field.code: field for field in texts()}
    for key, given in changes.items():
        if key in before and given == before[key]:
            continue
        value: Any
        if key in LISTS:
            value, said = _list(given, LISTS[key])
            value = services_as_stored(definition, value) if key == "services" else value
        elif key in legal or key in own:
            value, said = _answer(legal.get(key) or own[key], given, partner)
        else:
            value, said = "", _("This isn't part of the profile.")
        if said:
            problems[key] = said
        elif value != before[key]:
            found[key] = value
    if {"name", PRINTABLE} & found.keys() and "name" not in problems:
        names = [found.get(key, before[key]) for key in ("name", PRINTABLE)]
        problems = name_problems(*names) | problems
    return found, problems


def _answer(field: FormField, given: Any, partner: Partner) -> tuple[str, str]:
    """One text as stored, and its problems."""
    answers, problems = clean_answers([field], {field.code: given})
    value, said = answers.get(field.code, "").replace("\r\n", "\n"), problems.get(field.code, "")
    try:
        if field.code == "tax_id" and value and not said:
            value = check_tax_id(value, country=partner.country)
    except ValidationError as error:
        said = " ".join(error.messages)
    longest = _LONGEST.get(field.code)
    if longest and len(value) > longest:
        said = _("Enter at most %(number)s characters.") % {"number": longest}
    return value, said


def _list(given: Any, longest: int) -> tuple[list[str], str]:
    """A list of words without duplicates, whatever the separator, and its problems."""
    words = given if isinstance(given, Sequence) and not isinstance(given, str) else _BETWEEN.split(str(given or ""))
    try:
        value = list(dict.fromkeys(word for each in words if (word := tidy(str(each)))))
    except Untidy as untidy:
        return [], str(untidy)
    if len(value) > MOST_WORDS:
        return value, _("Enter at most %(number)s.") % {"number": MOST_WORDS}
    if any(len(word) > longest for word in value):
        return value, _("Each may have at most %(number)s characters.") % {"number": longest}
    return value, ""


def written(partner: Partner, changes: Mapping[str, Any]) -> list[str]:
    """Apply changes to the row without saving it. Returns the changed columns."""
    columns = set()
    for key, value in changes.items():
        if key.startswith(LEGAL):
            partner.legal = {**partner.legal, key.removeprefix(LEGAL): value}
            columns.add("legal")
        elif key == LOGO:
            partner.logo_id = value
            columns.add("logo")
        else:
            setattr(partner, key, value)
            columns.add(key)
    return sorted(columns)
