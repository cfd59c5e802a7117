"""The type of requests with what the middlewares add. For annotations only; never instantiated."""

from typing import Protocol

from django.http import HttpRequest

from accounts.models import User
from common.actor import Actor


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
