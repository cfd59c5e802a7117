"""An answer that is taken over from another field by a tick box."""

import pytest

from programs.answers import AnswersForm
from programs.definition.forms import FormField

ASKED = [
    FormField(code="legal", label="Legal address", type="long_text"),
    FormField(code="postal", label="Postal address", type="long_text", same_as="legal"),
]
TICKED = {"same-postal": "on"}


@pytest.mark.parametrize(
    ("sent", "postal"),
    [
        ({"legal": "1 Road", "postal": "", **TICKED}, "1 Road"),
        ({"legal": "1 Road", "postal": "PO Box 7", **TICKED}, "1 Road"),
        ({"legal": "1 Road", "postal": "PO Box 7"}, "PO Box 7"),
    ],
)
def test_a_ticked_box_takes_the_answer_over(sent, postal):
    form = AnswersForm(sent, asked=ASKED)
    assert form.is_valid()
    assert form.answers == {"legal": "1 Road", "postal": postal}


def test_a_missing_answer_is_one_error_if_it_is_taken_over():
    assert list(AnswersForm(TICKED, asked=ASKED).errors) == ["legal"]
    assert list(AnswersForm({}, asked=ASKED).errors) == ["legal", "postal"]


@pytest.mark.parametrize(("postal", "ticked"), [("1 Road", True), ("PO Box 7", False)])
def test_the_box_stands_before_its_field_and_is_ticked_where_both_are_the_same(postal, ticked):
    form = AnswersForm(asked=ASKED, initial={"legal": "1 Road", "postal": postal})
    assert list(form.fields) == ["legal", "same-postal", "postal"]
    assert form["same-postal"].value() is ticked
    assert str(form["same-postal"].label) == "Same as: Legal address"
    assert AnswersForm(asked=ASKED)["same-postal"].value() is False
