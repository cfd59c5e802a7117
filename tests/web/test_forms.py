"""A form shows what an operation refused: beside the field, or above all."""

from django import forms

from common.refusals import Refused
from web.forms import RefusableForm


class Booking(RefusableForm):
    """A form that calls one field otherwise than the operation."""

    day = forms.CharField()
    note = forms.CharField(required=False)

    def field_for(self, name):
        return "day" if name == "on" else name


def filled_in():
    form = Booking({"day": "2026-03-01"})
    assert form.is_valid()
    return form


def test_each_problem_stands_beside_its_field_and_the_rest_above():
    form = filled_in()
    form.refuse({"on": "Too late.", "note": "Too long.", "": "No seat is left.", "seat": "Row 7 is gone."})
    assert dict(form.errors) == {
        "day": ["Too late."],
        "note": ["Too long."],
        "__all__": ["No seat is left.", "Row 7 is gone."],
    }


def test_a_refusal_ends_the_block_and_is_shown():
    form, done = filled_in(), []
    with form.refusals():
        done.append("began")
        raise Refused({"on": "Too late."})
    assert (done, form.errors["day"]) == (["began"], ["Too late."])


def test_what_is_not_refused_goes_through():
    form, done = filled_in(), []
    with form.refusals():
        done.append("done")
    assert (done, form.errors) == (["done"], {})
