"""The company's name on certificates and agreements: its own, or a printable one if no font can print its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text import named
from programs.answers import clean_answers
from programs.definition.forms import FormField
from web.fonts import unprintable_name

PRINTABLE = "printable_name"
LABEL = gettext_lazy("Company name on certificates")
# Form fields that hold the company's name; the first that a form has counts.
NAMES = ("registered_name", "company")


def printed_name(name: str, printable_name: str) -> str:
    """Return the name that a certificate shows; "" if it must not be printed until a printable name is given."""
    if not needs_printable(name):
        return name
    return "" if unprintable_name(printable_name) else printable_name


def needs_printable(name: str) -> bool:
    """Return whether certificates can't print the name entirely."""
    return bool(unprintable_name(name))


def name_problems(name: str, printable_name: str) -> dict[str, str]:
    """Return what is wrong with the two names, by field.

    A printable name is only for a name that can't be printed: otherwise a certificate could name another company.
    """
    boxes = unprintable_name(name)
    if printable_name and not boxes:
        return {PRINTABLE: _("Leave this empty: certificates can print the company's name.")}
    if wrong := unprintable_name(printable_name):
        return {PRINTABLE: _("Certificates can't print %(characters)s here either.") % {"characters": _listed(wrong)}}
    if boxes and not printable_name:
        said = _("Certificates can't print %(characters)s. Enter the company name as certificates should show it.")
        return {PRINTABLE: said % {"characters": _listed(boxes)}}
    return {}


def asked_with_name(asked: Sequence[FormField], answers: Mapping[str, Any]) -> list[FormField]:
    """Return a form's questions, with the one for a printable name if the company's name in the answers needs it."""
    code = _name_code(asked)
    if code is None or not needs_printable(str(answers.get(code) or "")):
        return list(asked)
    place = next(number for number, field in enumerate(asked, 1) if field.code == code)
    question = FormField(code=PRINTABLE, label=str(LABEL), required=False)
    return [*asked[:place], question, *asked[place:]]


def clean_named_answers(
    asked: Sequence[FormField], answers: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Like `clean_answers`, with the printable name: asked for if the company's name needs it, else dropped."""
    questions = asked_with_name(asked, answers)
    given = {code: answer for code, answer in answers.items() if code != PRINTABLE or len(questions) > len(asked)}
    cleaned, problems = clean_answers(questions, given)
    if len(questions) > len(asked) and PRINTABLE not in problems:
        problems |= name_problems(cleaned.get(_name_code(asked) or "", ""), cleaned.get(PRINTABLE, ""))
    return cleaned, problems


def _name_code(asked: Sequence[FormField]) -> str | None:
    codes = {field.code for field in asked if field.type == "text"}
    return next((code for code in NAMES if code in codes), None)


def _listed(characters: str) -> str:
    return ", ".join(f"“{each}” ({named(each)})" for each in characters)
