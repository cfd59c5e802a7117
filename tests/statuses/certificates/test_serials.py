"""Serial numbers: random, unique, and recognized as typed."""

import re

import pytest

from statuses.certificates.serials import as_typed, new_serial


def test_a_serial_number_reads_in_four_groups():
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", new_serial())


def test_serials_are_unique_and_unpredictable():
    serials = [new_serial() for _ in range(2000)]
    assert len(set(serials)) == 2000
    for place in (0, 8, 18):
        assert len({serial[place] for serial in serials}) == 32


@pytest.mark.parametrize(
    "typed", ["7KQ0-9D2M-XW4T-B6P1", "7kq09d2mxw4tb6p1", " 7KQO 9D2M XW4T B6PL ", "7kqo.9d2m.xw4t.b6pi"]
)
def test_typed_serial_is_normalized(typed):
    assert as_typed(typed) == "7KQ0-9D2M-XW4T-B6P1"


@pytest.mark.parametrize(
    "typed", ["", "7KQ0", "7KQ0-9D2M-XW4T-B6P1-A", "7KQ0-9D2M-XW4T-B6PU", "7KQ0-9D2M-XW4T-B6Pß", "x" * 500]
)
def test_invalid_serial_is_empty(typed):
    assert as_typed(typed) == ""
