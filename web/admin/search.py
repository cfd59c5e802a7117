"""Searching from every admin page: the box beside the menu, and the palette (Ctrl+K), which asks every app's finder."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise

from common.folding import fold
from web.admin.menu import entries_of
from web.requests import Request

EACH = 6  # results of one kind
LONGEST = 120  # characters that are looked for


@dataclass(frozen=True)
class SearchBox:
    """The page, by its URL name, that takes the words as ``q``; what is typed, and what is found by it."""

    page: str
    label: str | Promise
    hint: str | Promise

    @property
    def address(self) -> str:
        """The URL name within the admin."""
        return f"admin:{self.page}"


@dataclass(frozen=True)
class Found:
    """A page that the palette offers: its title, what kind of thing it is, and its address."""

    title: str
    about: str | Promise
    link: str
    icon: str


Finder = Callable[[Request, str], Iterable[Found]]
_finders: list[tuple[int, Finder]] = []
_registered: list[SearchBox] = []


def register_search(box: SearchBox) -> None:
    """Register the list that the box searches."""
    _registered[:] = [box]


def search_box() -> SearchBox | None:
    """Return what was registered."""
    return _registered[0] if _registered else None


def add_finder(finder: Finder, *, place: int) -> None:
    """Register what finds one kind of thing for the request's actor; lower places come first."""
    _finders.append((place, finder))


def find_everything(request: Request, text: str) -> list[Found]:
    """What the text could mean: what the apps find, then pages of the menu; at most `EACH` of a kind."""
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text:
        return []
    kinds = [finder for _place, finder in sorted(_finders, key=lambda pair: pair[0])]
    return [found for finder in [*kinds, find_pages] for found in islice(finder(request, text), EACH)]


def find_pages(request: Request, text: str) -> Iterable[Found]:
    """Entries of the menu that the person may open, by the words of their title and heading."""
    for group in entries_of(request):
        heading = group.get("title") or ""
        for entry in group["items"]:
            if means(text, entry["title"], heading):
                yield Found(entry["title"], heading, entry["link"], entry["icon"])


def means(text: str, *names: str | Promise) -> bool:
    """Whether every word of a text stands in one of the names, in any order and without accents."""
    known = fold(" ".join(map(str, names)))
    return all(word in known for word in fold(text).split())
