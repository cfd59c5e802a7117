"""The request as pages see it, with what the middlewares added. For annotations only: nobody makes one."""

from typing import Protocol

from django.http import HttpRequest

from accounts.models import User
from common.actor import Actor


class Tenant(Protocol):
    """What the kits need of a program, which stands on a higher floor."""

    pk: int
    name: str
    time_zone: str


class Request(HttpRequest):
    """A request after partners/middleware.py. ``user`` is a `User` on every page that asks for a sign-in."""

    actor: Actor
    program: Tenant
    user: User
    htmx: object
