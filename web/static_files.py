"""Static files as browsers get them: fonts cut to the letters of most pages, and the portal's own files compressed."""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# By file name, the font of django-unfold that it is cut from; static/css/tokens.css names them.
FONTS = {
    f"fonts/inter-{weight}.woff2": f"unfold/fonts/inter/Inter-{name}.woff2"
    for weight, name in ((400, "Regular"), (500, "Medium"), (600, "SemiBold"), (700, "Bold"))
}
# Western and Central European letters, punctuation, arrows and signs; for others the browser loads the whole font.
# The same ranges stand in static/css/tokens.css.
LETTERS = (
    *range(0x0180),
    *(0x02C6, 0x02DA, 0x02DC),
    *range(0x2000, 0x2070),
    *(0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0xFFFD),
)
_FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case", "cv11", "ss03"]
# What the portal's own pages load. The admin's and the packages' files stay as they are in a demo: compressing them
# takes a minute and a half of processor time at the first start.
_OWN = ("css/", "js/", "django_htmx/htmx-2.min.", "mark.")


class FontFinder(BaseFinder):
    """Finds the fonts that are cut to `LETTERS`; they are made when they are first looked for."""

    def check(self, **_options: Any) -> list[Any]:
        """Find nothing to complain about."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """The path of a font, or an empty list, which is how Django's finders say that they have no such file."""
        if path not in FONTS:
            return []
        made = str(_cut(path)) if settings.ENVIRONMENT != "test" else finders.find(FONTS[path])  # that takes seconds
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """All fonts, for `collectstatic`."""
        for path in FONTS:
            _cut(path)
            yield path, FileSystemStorage(location=_folder())


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
    how = repr((LETTERS, _FEATURES, version("django-unfold")))
    return Path(settings.VAR) / "cut" / sha256(how.encode()).hexdigest()[:12]


@cache
def _cut(path: str) -> Path:
    """Cut a font to `LETTERS`, once."""
    made = _folder() / path
    if not made.exists():
        from fontTools import subset  # slow to import, and needed once

        options = subset.Options(flavor="woff2", layout_features=_FEATURES, hinting=False)
        made.parent.mkdir(parents=True, exist_ok=True)
        unfinished = made.with_suffix(f".{os.getpid()}")
        with subset.load_font(finders.find(FONTS[path]), options) as font:
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=LETTERS)
            cutter.subset(font)
            subset.save_font(font, str(unfinished), options)
        unfinished.replace(made)
    return made
