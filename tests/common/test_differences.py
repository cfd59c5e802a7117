"""Comparing two versions of a text: nothing is lost, and only differences are marked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.differences import Piece, compare


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        (
            "We sell.",
            "We teach.",
            [("We ", False), ("sell", True), (".", False)],
            [("We ", False), ("teach", True), (".", False)],
        ),
        ("same", "same", [("same", False)], [("same", False)]),
        ("", "new", [], [("new", True)]),
        ("old", "", [("old", True)], []),
    ],
)
def test_different_words_are_marked(before, after, left, right):
    marked = [[(piece.text, piece.changed) for piece in side] for side in compare(before, after)]
    assert marked == [left, right]


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_are_complete(before, after):
    left, right = compare(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    assert [piece.text for piece in left if not piece.changed] == [piece.text for piece in right if not piece.changed]


def test_no_text_takes_long_to_compare():
    start = time.process_time()
    compare("a b " * 740, "b a " * 740)
    left, right = compare("a b " * 5000, "b a " * 5000)
    assert time.process_time() - start < 5
    assert (left, right) == ([Piece("a b " * 5000, changed=True)], [Piece("b a " * 5000, changed=True)])
