"""Both sides of the directory's search are folded alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.folding import fold


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
def test_accents_case_and_typography_do_not_matter(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_what_is_folded_stays(text):
    assert fold(fold(text)) == fold(text)
