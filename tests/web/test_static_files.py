"""A first visit loads little: fonts are cut, and what the pages load is compressed."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from web import static_files
from web.static_files import FONTS, LETTERS

ROOM = 150_000  # bytes, without images
PAGE = 25_000  # of it for the page itself, compressed


def test_a_first_visit_loads_less_than_its_room(tmp_path, monkeypatch):
    """One weight of four is cut here, because that takes a second; they differ by a few hundred bytes."""
    monkeypatch.setattr(static_files, "_folder", lambda: tmp_path)
    static_files._cut.cache_clear()
    font = static_files._cut(next(iter(FONTS))).stat().st_size
    static_files._cut.cache_clear()
    frame = (Path(settings.BASE_DIR) / "templates/components/styles.html").read_text()
    loaded = [*re.findall(r"static '([^']+\.css)'", frame), "django_htmx/htmx-2.min.js"]
    others = sum(len(gzip.compress(Path(finders.find(path)).read_bytes())) for path in loaded)
    assert len(loaded) > 5
    assert len(FONTS) * font * 1.05 + others + PAGE < ROOM, (font, others)


def test_the_style_sheet_names_every_font_and_the_same_letters():
    style = Path(finders.find("css/tokens.css")).read_text()
    cut = re.findall(r'url\("\.\./(fonts/[^"]+)"\) format\("woff2"\); unicode-range: ([^;]+);', style)
    assert [path for path, _ranges in cut] == list(FONTS)
    for _path, ranges in cut:
        assert _numbers(ranges) == set(LETTERS)
    whole = re.findall(r'Inter-\w+\.woff2"\) format\("woff2"\); unicode-range: ([^;]+);', style)
    assert len(whole) == len(FONTS)
    assert all(_numbers(ranges) | set(LETTERS) == set(range(0xFFFE)) for ranges in whole)


def _numbers(ranges: str) -> set[int]:
    found: set[int] = set()
    for part in ranges.split(", "):
        first, _, last = part.removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found
