"""Forms from a definition: every field type, valid and invalid answers, and hostile input."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from programs.answers import AnswersForm, clean_answers, kept_answers, readable
from programs.definition.forms import FormField
from tests.common.pictures import PDF, png, sent

KINDS = ("text", "long_text", "url", "email", "phone", "date", "number", "money", "country", "file")
ASKED = [FormField(code=kind, label=kind.title(), type=kind, required=False) for kind in KINDS]
ASKED.append(FormField(code="choice", label="Choice", type="choice", choices=["Red", "Green"], required=False))
GOOD = {
    "text": " Müller & Söhne ",
    "long_text": "One\nTwo",
    "url": "example.com/path",
    "email": "ann@example.com",
    "phone": "22 123456",
    "date": "2026-02-28",
    "number": "12.5",
    "money": "1000",
    "country": "CY",
    "choice": "Red",
}
LONG = "x" * 5000


def test_valid_answers_are_stored_in_normalized_form() -> None:
    answers, problems = clean_answers(ASKED, GOOD)
    assert problems == {}
    assert answers == {
        "text": "Müller & Söhne",
        "long_text": "One\nTwo",
        "url": "https://example.com/path",
        "email": "ann@example.com",
        "phone": "+357 22 123456",
        "date": "2026-02-28",
        "number": "12.5",
        "money": "1000",
        "country": "CY",
        "choice": "Red",
    }


@pytest.mark.parametrize(
    ("code", "bad"),
    [
        ("text", LONG),
        ("text", "a\0b"),
        ("text", "two\nlines"),
        ("text", "a\u202eb"),
        ("text", "a\ud800b"),
        ("text", "\x1b[31m"),
        ("long_text", LONG),
        ("long_text", "a\0b"),
        ("long_text", "a\u2066b"),
        ("url", "javascript:alert(1)"),
        ("url", "ftp://example.com"),
        ("url", "no address"),
        ("url", "https://" + LONG),
        ("email", "nobody"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("email", LONG + "@example.com"),
        ("phone", "call me"),
        ("phone", "12"),
        ("phone", "+9991234567890123"),
        ("date", "28.02.2026"),
        ("date", "2026-02-30"),
        ("date", "0001-01-01"),
        ("date", "9999-12-31"),
        ("number", "many"),
        ("number", "NaN"),
        ("number", "1e400"),
        ("number", "9" * 400),
        ("number", "0.00001"),
        ("money", "-1"),
        ("money", "1.001"),
        ("money", "Infinity"),
        ("country", "Cyprus"),
        ("country", "ZZ"),
        ("country", "cy"),
        ("choice", "Blue"),
        ("unknown", "x"),
        ("file", "something"),
    ],
)
def test_invalid_answers_are_problems_of_their_field(code, bad) -> None:
    answers, problems = clean_answers(ASKED, {code: bad})
    assert list(problems) == [code]
    assert problems[code]
    assert code not in answers


@pytest.mark.parametrize("value", [None, True, [], {}, ["a"], {"a": 1}, b"bytes"])
def test_values_other_than_text_and_numbers_are_invalid(value) -> None:
    required = [FormField(code="name", label="Name")]
    assert clean_answers(required, {"name": value}) == ({}, {"name": "This field is required."})


def test_json_numbers_are_read_as_typed() -> None:
    assert clean_answers(ASKED, {"number": 12.5, "money": 7})[0] == {"number": "12.5", "money": "7"}


def test_required_fields_must_be_filled_unless_the_file_exists() -> None:
    asked = [FormField(code="name", label="Name"), FormField(code="proof", label="Proof", type="file")]
    assert set(AnswersForm({}, asked=asked).errors) == {"name", "proof"}
    assert set(AnswersForm({}, asked=asked, held={"proof"}).errors) == {"name"}


def test_file_types_are_detected_by_content() -> None:
    asked = [FormField(code="proof", label="Proof", type="file")]
    form = AnswersForm({}, MultiValueDict({"proof": [sent(png(), "paper.pdf")]}), asked=asked)
    assert form.is_valid(), form.errors
    assert form.uploads["proof"].name == "paper.png"
    assert form.answers == {}
    wrong = AnswersForm({}, MultiValueDict({"proof": [sent(b"<html>" + PDF)]}), asked=asked)
    assert "file type isn't accepted" in wrong.errors["proof"][0]


def test_a_draft_keeps_valid_and_invalid_input() -> None:
    typed = {"email": " nobody ", "text": "a\0b\ud800", "long_text": LONG, "number": 3, "nothing": "x", "url": None}
    assert kept_answers(ASKED, typed) == {"email": "nobody", "text": "ab", "long_text": LONG[:4000], "number": "3"}


def test_answers_are_shown_in_the_readers_language() -> None:
    answers, _problems = clean_answers(ASKED, GOOD)
    with translation.override("de"):
        shown = dict(readable(ASKED, answers))
    assert shown["Country"] == "Zypern"
    assert shown["Date"] == "28. Februar 2026"
    assert "File" not in shown
    assert date.fromisoformat(answers["date"]) == date(2026, 2, 28)


def test_a_damaged_day_is_shown_as_it_was_typed() -> None:
    assert readable([FormField(code="day", label="Day", type="date")], {"day": "soon"}) == [("Day", "soon")]


def test_a_problem_is_reported_once() -> None:
    assert len(AnswersForm({"url": "javascript:alert(1)"}, asked=ASKED).errors["url"]) == 1
