"""Texts have one form, and no characters that nobody can see."""

import pytest

from common.text import Untidy, tidy, tidy_json, typed_code, without_odd


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("R-mu\u0308nchen-1", "R-m\u00fcnchen-1"),
        ("  Alpha \u00a0\u3000 Works\t1 ", "Alpha Works 1"),
        ("\u2800", ""),
        ("\u06a9\u062a\u0627\u0628\u200c\u0647\u0627", "\u06a9\u062a\u0627\u0628\u200c\u0647\u0627"),  # Persian plural
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),  # Hindi, after a virama
        ("\u845b\U000e0100\u57ce", "\u845b\U000e0100\u57ce"),  # a variant of an ideograph
        (
            "\U0001f469\u200d\U0001f4bb \u2764\ufe0f 1\ufe0f\u20e3",
            "\U0001f469\u200d\U0001f4bb \u2764\ufe0f 1\ufe0f\u20e3",
        ),
        ("O'Neil & Söhne – 株式会社", "O'Neil & Söhne – 株式会社"),
    ],
)
def test_a_text_has_one_form(typed, stored):
    assert tidy(typed) == stored


@pytest.mark.parametrize(
    ("typed", "character", "position"),
    [
        ("a\u200bb", "U+200B ZERO WIDTH SPACE", 2),
        ("Name \u202egpj.exe", "U+202E RIGHT-TO-LEFT OVERRIDE", 6),
        ("Name\u009bC", "U+009B CONTROL CHARACTER", 5),
        ("\x07", "U+0007 CONTROL CHARACTER", 1),
        ("a\0", "U+0000 CONTROL CHARACTER", 2),
        ("\ufeffa", "U+FEFF ZERO WIDTH NO-BREAK SPACE", 1),
        ("a\u200db", "U+200D ZERO WIDTH JOINER", 2),  # Latin needs no joiner
        ("a\ufe0f", "U+FE0F VARIATION SELECTOR-16", 2),
        ("\u3164", "U+3164 HANGUL FILLER", 1),
        ("a\u2066b", "U+2066 LEFT-TO-RIGHT ISOLATE", 2),
        ("co\u00adop", "U+00AD SOFT HYPHEN", 3),
        ("x\ud800", "U+D800 NOT A CHARACTER", 2),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A", 1),
    ],
)
def test_what_nobody_can_see_is_refused_by_name_and_place(typed, character, position):
    with pytest.raises(Untidy) as refused:
        tidy(typed)
    assert (refused.value.character, refused.value.position) == (character, position)
    assert character in str(refused.value)
    assert character not in "".join(without_odd(typed))


def test_a_name_has_something_to_see():
    with pytest.raises(Untidy, match="Enter letters or digits"):
        tidy("\u0301\u0302")


def test_codes_have_no_joiners():
    with pytest.raises(Untidy):
        tidy("\u06a9\u062a\u0627\u0628\u200c\u0647\u0627", joiners=False)


def test_lines_stay_where_there_may_be_several():
    assert tidy(" a \r\n\r\n  b\u2028c ", lines=True) == "a\n\n  b\nc"
    with pytest.raises(Untidy, match="one line"):
        tidy("a\nb")


def test_json_is_tidied_with_its_keys():
    assert tidy_json({"u\u0308": ["a\u0308", 1, {"x": " y "}]}) == {"\u00fc": ["\u00e4", 1, {"x": "y"}]}
    with pytest.raises(Untidy):
        tidy_json({"a\u200b": 1})


@pytest.mark.parametrize(
    "typed",
    [
        "7kq0-9d2m",
        "7KQ0 9D2M",
        "7kq0\u20139d2m",
        "\u200b7KQ0\u20119D2M\u200e",
        "７ＫＱ０９Ｄ２Ｍ",
        "7kq0\u2212\u00ad9d2m\n",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert typed_code(typed) == "7KQ09D2M"
