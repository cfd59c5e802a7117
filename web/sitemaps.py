"""Pages that search engines shall find: each app registers its own in `public.py`."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

Rules = Any  # a `Definition`, which this kit must not import

_registered: dict[str, Callable[[Rules], object]] = {}


def add_public_page(name: str, *, section: Callable[[Rules], object] = lambda rules: True) -> None:
    """Register a public page without arguments by its URL name; ``section`` tells whether the rules have it."""
    _registered[name] = section


def public_pages(rules: Rules) -> list[str]:
    """The addresses of the registered pages that these rules have."""
    return [reverse(name) for name, section in _registered.items() if section(rules)]
