"""The admin from right to left: the theme's style sheet is served with sides that follow the reading direction."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from web.theme_styles import THEME, mirrored

# A side that stays where it is in Arabic. `left: 50%` is allowed: a transform moves such a box back in any direction.
PHYSICAL = re.compile(
    r"(?<=[{;\s])(?:(?:margin|padding|border)-(?:left|right)(?:-\w+)?:|border-(?:top|bottom)-(?:left|right)-radius:"
    r"|(?:left|right):\s*(?!\s*50%)|(?:text-align|float):\s*(?:left|right)\b)"
)


@pytest.mark.parametrize(
    ("written", "served"),
    [
        (".mr-3{margin-right:1rem}", ".mr-3{margin-inline-end:1rem}"),
        (".a{color:red;padding-left:0!important}", ".a{color:red;padding-inline-start:0!important}"),
        (".b{border-left-width:1px}", ".b{border-inline-start-width:1px}"),
        (".c{border-top-right-radius:2px}", ".c{border-start-end-radius:2px}"),
        (".d{left:0;right:auto}", ".d{inset-inline-start:0;inset-inline-end:auto}"),
        (".e{float:right;text-align:left}", ".e{float:inline-end;text-align:start}"),
        (".left-1\\/2{left:50%}", ".left-1\\/2{left:50%}"),
        (".f{filter:brightness(1);--tw-left:1px}", ".f{filter:brightness(1);--tw-left:1px}"),
    ],
)
def test_sides_follow_the_reading_direction(written, served):
    assert mirrored(written) == served


def test_the_theme_is_served_without_a_fixed_side():
    found = finders.find(THEME)
    assert Path(found).is_relative_to(settings.VAR), "the theme's own file is served"
    assert not PHYSICAL.findall(Path(found).read_text())


def test_our_own_styles_have_no_fixed_side():
    sheets = sorted((settings.BASE_DIR / "static/css").glob("*.css"))
    assert sheets
    assert not {sheet.name: found for sheet in sheets if (found := PHYSICAL.findall(sheet.read_text()))}


def test_a_fixed_side_would_be_found():
    assert PHYSICAL.findall(".a{margin-left:1px} .b { right: 0; text-align: left; }") != []
