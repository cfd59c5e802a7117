"""The program's rules as a request sees them, read once for it."""

from collections.abc import Callable

from django.http import HttpRequest

from programs.definition import Definition
from programs.naming import Names
from programs.queries import NothingPublished
from programs.rulebook import Rulebook, rulebook_of
from web.admin.bound import program_today


def rulebook_of_request(request: HttpRequest) -> Rulebook | None:
    """The program with its rules, for the operation that the request calls; None before any are published."""
    if not hasattr(request, "rulebook"):
        try:
            request.rulebook = rulebook_of(request.program)
        except NothingPublished:
            request.rulebook = None
    return request.rulebook


def rules_today(request: HttpRequest) -> Definition | None:
    """The rules in force today; None before any are published."""
    rulebook = rulebook_of_request(request)
    return rulebook and rulebook.on(program_today(request))


def names_today(request: HttpRequest) -> Names:
    """What they call things."""
    return Names(rules_today(request))


def when_rules(have: Callable[[Definition], object]) -> Callable[[HttpRequest], bool]:
    """Whether today's rules of a request's program have something: for entries of the menu."""
    return lambda request: bool((rules := rules_today(request)) and have(rules))
