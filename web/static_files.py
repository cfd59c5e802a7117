"""Static files as browsers get them: fonts cut into parts, styles joined, the portal's own files compressed."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from web.made_styles import MadeStyleFinder, keep

_WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
# The letters of each part of a weight; a browser loads the parts whose letters a page has. Letters of no part are shown
# in a font of the system. The same ranges stand in static/css/tokens.css, where the Cyrillic parts are a family of
# their own that only pages in such a language name: elsewhere, companies' names would load it for a few words.
PARTS = {
    "": (
        *range(0x0100),  # English and Western European languages, punctuation, arrows and signs
        *(0x0131, 0x0152, 0x0153, 0x0178, 0x02C6, 0x02DA, 0x02DC),
        *range(0x2000, 0x2070),
        *(0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0xFFFD),
    ),
    "-central": (  # Central and Eastern European languages in Latin letters
        *range(0x0100, 0x0131),
        *range(0x0132, 0x0152),
        *range(0x0154, 0x0178),
        *range(0x0179, 0x0180),
        *range(0x0218, 0x021C),
        0x1E9E,
    ),
    "-vietnamese": (*(0x01A0, 0x01A1, 0x01AF, 0x01B0, 0x20AB), *range(0x0300, 0x030A), *range(0x1EA0, 0x1EFA)),
    "-cyrillic": (*range(0x0400, 0x0460), 0x0490, 0x0491, 0x2116),
    "-asian": (  # Cyrillic letters of Kazakh, Kyrgyz, Tajik, Tatar and Uzbek
        *(0x0492, 0x0493, 0x0496, 0x0497, 0x049A, 0x049B, 0x04A2, 0x04A3),
        *range(0x04AE, 0x04B4),
        *(0x04B6, 0x04B7, 0x04BA, 0x04BB, 0x04D8, 0x04D9, 0x04E2, 0x04E3, 0x04E8, 0x04E9, 0x04EE, 0x04EF),
    ),
}
# By file name, the font of django-unfold that it is cut from, and its letters.
FONTS = {
    f"fonts/inter-{weight}{part}.woff2": (f"unfold/fonts/inter/Inter-{name}.woff2", letters)
    for weight, name in _WEIGHTS.items()
    for part, letters in PARTS.items()
}
_FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "cv11", "ss03"]  # as far as the styles use them
# One style sheet, joined from these in this order.
STYLE = "css/portal.css"
STYLES = ("css/tokens.css", "css/base.css", "css/layout.css", "css/components.css", "css/pages.css")
# What the portal's own pages load. The admin's and the packages' files stay as they are in a demo: compressing them
# takes a minute and a half of processor time at the first start.
_OWN = ("css/", "js/", "django_htmx/htmx-2.min.", "mark.")


class FontFinder(BaseFinder):
    """Finds the parts of fonts; they are made when they are first looked for."""

    def check(self, **_options: Any) -> list[Any]:
        """Find nothing to complain about."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """The path of a font, or an empty list, which is how Django's finders say that they have no such file."""
        if path not in FONTS:
            return []
        made = str(_cut(path)) if settings.ENVIRONMENT != "test" else finders.find(FONTS[path][0])  # that takes seconds
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """All fonts, for `collectstatic`."""
        for path in FONTS:
            _cut(path)
            yield path, FileSystemStorage(location=_folder())


class StyleFinder(MadeStyleFinder):
    """Finds the style sheet of the portal's own pages: its parts in one file, which a phone loads in one go."""

    path = STYLE

    def folder(self) -> Path:
        """It is made anew when a part has changed."""
        return keep(
            STYLE, "\n".join((settings.BASE_DIR / "static" / part).read_text(encoding="utf-8") for part in STYLES)
        )


class LightStorage(CompressedManifestStaticFilesStorage):
    """Compresses only what the portal's own pages load: for a demo, which collects its files at every start."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress these files, unless an earlier start did."""
        yield from super().compress_files([path for path in paths if path.startswith(_OWN) and self._is_new(path)])

    def _is_new(self, path: str) -> bool:
        file, compressed = Path(self.path(path)), Path(self.path(f"{path}.gz"))
        return not compressed.exists() or compressed.stat().st_mtime < file.stat().st_mtime


@cache
def _folder() -> Path:
    """The place of fonts that are cut like this; another release may cut other letters, or another font."""
    how = repr((PARTS, _FEATURES, version("django-unfold")))
    return Path(settings.VAR) / "cut" / sha256(how.encode()).hexdigest()[:12]


@cache
def _cut(path: str) -> Path:
    """Cut a part of a font, once."""
    made = _folder() / path
    if not made.exists():
        source, letters = FONTS[path]
        made.parent.mkdir(parents=True, exist_ok=True)
        unfinished = made.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(_subset(BytesIO(_all_parts(source)), letters, flavor="woff2"))
        unfinished.replace(made)
    return made


@cache
def _all_parts(source: str) -> bytes:
    """A font with the letters of all parts: cutting the parts from it is quicker than from the whole font."""
    return _subset(finders.find(source), [letter for part in PARTS.values() for letter in part])


def _subset(source: Any, letters: Sequence[int], flavor: str | None = None) -> bytes:
    from fontTools import subset  # slow to import, and needed once

    options = subset.Options(flavor=flavor, layout_features=_FEATURES, hinting=False)
    cut = BytesIO()
    with subset.load_font(source, options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        subset.save_font(font, cut, options)
    return cut.getvalue()
