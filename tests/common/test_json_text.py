"""JSON from outside: what can't be stored or walked through is refused before anybody reads it."""

import pytest

from common.json_text import DEEPEST, UnfitJson, read_json


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 900 + "]" * 900,
        '{"a":' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1),
        '{"\\ud800": 1}',
        '[{"a": {"b\\u0000": 1}}]',
        "1" * 5000,
        "1e999",
        "NaN",
        "",
        "{",
        b"\xff\xfe",
        b"\xed\xa0\x80",
    ],
)
def test_unfit_json_is_refused(text):
    with pytest.raises(UnfitJson):
        read_json(text)


def test_json_as_deep_as_any_request_needs_is_read():
    deep = "[" * DEEPEST + "]" * DEEPEST
    assert read_json(deep) is not None
    assert read_json('{"a": [1, 2.5, "text", null, {"b": true}]}') == {"a": [1, 2.5, "text", None, {"b": True}]}
    assert read_json(b'{"emoji": "\\ud83d\\ude00"}') == {"emoji": "😀"}
