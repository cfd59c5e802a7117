"""Clients that a partner works on before they are its clients: the apps that know them register how to read them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Prospect:
    """A client-to-be, for a list to choose from: ``code`` says where it comes from, ``about`` what it asked for."""

    code: str
    name: str
    about: str


@dataclass(frozen=True)
class ProspectDetails:
    """What is known of a client-to-be, once it is chosen; empty where it said nothing."""

    company: str
    country: str
    contact: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class _Source:
    offered: Callable[[Any], list[Prospect]]
    details: Callable[[Any, str, datetime], ProspectDetails | None]


_sources: list[_Source] = []


def add_prospects(
    offered: Callable[[Any], list[Prospect]], details: Callable[[Any, str, datetime], ProspectDetails | None]
) -> None:
    """Register clients-to-be: those that a request's person may choose from, and the details of one by its code."""
    _sources.append(_Source(offered, details))


def prospects(request: Any) -> list[Prospect]:
    """The clients-to-be that the request's person may choose from."""
    return [each for source in _sources for each in source.offered(request)]


def prospect_details(request: Any, code: str, *, now: datetime) -> ProspectDetails | None:
    """The details of one that was offered; None if no app knows it."""
    return next((found for source in _sources if (found := source.details(request, code, now))), None)
