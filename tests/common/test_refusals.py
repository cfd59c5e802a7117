"""Refusals hold problems by field and as one text."""

import pickle

from common.refusals import Refused


def test_problems_are_stored_by_field_and_joined_as_text():
    refusal = Refused({"name": "Enter a name.", "": "Try again."})
    assert refusal.problems == {"name": "Enter a name.", "": "Try again."}
    assert str(refusal) == "Enter a name. Try again."


def test_a_refusal_can_be_pickled():
    assert pickle.loads(pickle.dumps(Refused({"on": "Too late."}))).problems == {"on": "Too late."}
