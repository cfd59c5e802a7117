"""A first visit loads little: fonts are cut, and what the pages load is compressed."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from web import static_files
from web.static_files import FONTS, PARTS, STYLE

ROOM = 150_000  # bytes of a first visit, without images
PAGE = 12_000  # of it for the page itself, compressed: the application form has 9,700
# The letters of a page's own language besides the first part, and those of names on it.
PAGES = (
    (None, "-central", "-vietnamese"),
    ("-central", "-vietnamese"),
    ("-cyrillic", "-central", "-asian"),
)
NAMES = 2  # weights in which a page shows companies' names and descriptions


def test_a_first_visit_loads_less_than_its_room(tmp_path, monkeypatch):
    """One weight of four is cut here, because that takes seconds; they differ by a few hundred bytes.

    Arabic and Chinese letters are shown in fonts of the system.
    """
    monkeypatch.setattr(static_files, "_folder", lambda: tmp_path)
    static_files._cut.cache_clear()
    sizes = {part: static_files._cut(f"fonts/inter-600{part}.woff2").stat().st_size for part in PARTS}
    static_files._cut.cache_clear()
    static_files._all_parts.cache_clear()
    frame = (Path(settings.BASE_DIR) / "templates/components/styles.html").read_text()
    loaded = [*re.findall(r"static '([^']+\.css)'", frame), "django_htmx/htmx-2.min.js", "js/choose.js"]
    others = sum(len(gzip.compress(Path(finders.find(path)).read_bytes())) for path in loaded)
    assert STYLE in loaded
    weights = len(FONTS) // len(PARTS)
    for own, *foreign in PAGES:
        fonts = (weights * (sizes[""] + sizes.get(own, 0)) + NAMES * sum(sizes[part] for part in foreign)) * 1.01
        assert fonts + others + PAGE < ROOM, (own, foreign, sizes, others)


@pytest.mark.parametrize(("language", "own"), [("en", ""), ("de", ""), ("pl", "-central"), ("ru", "-cyrillic")])
def test_every_weight_of_the_own_letters_is_preloaded_or_a_first_visit_shows_two_faces(language, own):
    with translation.override(language):
        frame = render_to_string("components/styles.html")
    preloaded = set(re.findall(r'rel="preload" href="[^"]*(fonts/inter-\d+[a-z-]*)\.', frame))
    assert preloaded == {f"fonts/inter-{weight}{part}" for weight in static_files._WEIGHTS for part in {"", own}}


def test_the_style_sheet_names_every_font_with_its_letters():
    style = Path(finders.find("css/tokens.css")).read_text()
    named = re.findall(r'url\("\.\./(fonts/[^"]+)"\) format\("woff2"\); unicode-range: ([^;]+);', style)
    assert {path: _numbers(ranges) for path, ranges in named} == {path: set(FONTS[path][1]) for path in FONTS}
    letters = [letter for part in PARTS.values() for letter in part]
    assert len(letters) == len(set(letters)), "each letter is in one part"
    assert style.count("woff2") == 2 * len(FONTS), "no font is loaded whole"


def _numbers(ranges: str) -> set[int]:
    found: set[int] = set()
    for part in ranges.split(", "):
        first, _, last = part.removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found
