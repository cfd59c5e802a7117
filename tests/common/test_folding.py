"""Directory search normalizes cards and search words in the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Łódź Straße", "lodz strasse"),
        ("ÆRØ Œuvre", "aero oeuvre"),
        ("İstanbul", "istanbul"),
        ("Ελλάδα Α.Ε.", "ελλαδα α.ε."),
        ("ＡＢＣ ﬁne", "abc fine"),
        ("", ""),
    ],
)
def test_accents_case_and_typography_are_ignored(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_normalized_text_does_not_change(text):
    assert fold(fold(text)) == fold(text)
