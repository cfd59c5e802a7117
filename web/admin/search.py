"""The search box beside the menu of every admin page: one app registers the list that it searches."""

from dataclasses import dataclass

from django.utils.functional import Promise


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


_registered: list[SearchBox] = []


def register_search(box: SearchBox) -> None:
    """Register the list that the box searches."""
    _registered[:] = [box]


def search_box() -> SearchBox | None:
    """Return what was registered."""
    return _registered[0] if _registered else None
