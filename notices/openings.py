"""What the button of an email says: the app that owns a page names what the button opens."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _

_OPENINGS: dict[str, str | Promise] = {}


def add_opening(view: str, words: str | Promise) -> None:
    """Register the button of emails that lead to a view ("store:order"). Raises ValueError for a view that has one."""
    if view in _OPENINGS:
        raise ValueError(f"There are words for {view!r} already.")
    _OPENINGS[view] = words


def opening_words(link: str) -> str:
    """The words of a button that leads to this path on a program's site, or to an address elsewhere."""
    try:
        view = resolve(urlsplit(link).path).view_name
    except Resolver404:
        view = ""
    return str(_OPENINGS.get(view, "")) or _("Open the page")


def named_openings() -> frozenset[str]:
    """The views whose buttons have words of their own."""
    return frozenset(_OPENINGS)
