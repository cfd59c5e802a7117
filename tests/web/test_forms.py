"""Forms show what an operation refused, beside the field or above the form."""

from django import forms

from common.refusals import Refused
from web.forms import RefusableForm


class Booking(RefusableForm):
    """A form with a different name for one of the operation's fields."""

    day = forms.CharField()
    note = forms.CharField(required=False)

    def field_for(self, name):
        return "day" if name == "on" else name


def filled_in():
    form = Booking({"day": "2026-03-01"})
    assert form.is_valid()
    return form


def test_problems_are_shown_beside_their_field_or_above_the_form():
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


def test_without_a_refusal_the_block_completes():
    form, done = filled_in(), []
    with form.refusals():
        done.append("done")
    assert (done, form.errors) == (["done"], {})
