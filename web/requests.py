"""The type of requests with what the middlewares add. For annotations only; never instantiated."""

from typing import Protocol

from django.http import HttpRequest
from django.utils.functional import Promise

from accounts.models import User
from common.actor import Actor

StrOrPromise = str | Promise  # a word, translated when it is shown


class Tenant(Protocol):
    """What the kits need of a program, whose model is in a higher layer."""

    pk: int
    name: str
    time_zone: str


class Request(HttpRequest):
    """A request after partners/middleware.py. ``user`` is a `User` on every page that requires sign-in."""

    actor: Actor
    program: Tenant
    user: User
    htmx: object


def signed_in(request: Request) -> bool:
    """Whether somebody has signed in, on a page that is open to visitors too."""
    return bool(request.user.is_authenticated)
