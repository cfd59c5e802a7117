"""A refusal says what is wrong by field, and in one text."""

import pickle

from common.refusals import Refused


def test_the_problems_are_kept_by_field_and_joined_for_one_line():
    refusal = Refused({"name": "Enter a name.", "": "Try again."})
    assert refusal.problems == {"name": "Enter a name.", "": "Try again."}
    assert str(refusal) == "Enter a name. Try again."


def test_a_refusal_survives_the_way_between_processes():
    assert pickle.loads(pickle.dumps(Refused({"on": "Too late."}))).problems == {"on": "Too late."}
