"""The program's rules for a request, read once per request."""

from collections.abc import Callable
from typing import cast

from programs.code_names import Names
from programs.definition import Definition
from programs.queries import NothingPublished, revisions_of
from programs.requests import ProgramRequest
from programs.rulebook import Rulebook, rulebook_of
from web.admin.bound import program_today
from web.requests import Request


def rulebook_of_request(request: Request) -> Rulebook | None:
    """Return the program with its rules, for operations; None before any are published."""
    read = request.__dict__
    if "rulebook" not in read:
        try:
            asked = cast(ProgramRequest, request)
            read["rulebook"] = Rulebook(asked.program, revisions_of(asked.site))
        except NothingPublished:
            read["rulebook"] = None
    return read["rulebook"]


def rulebook_in_force(request: Request) -> Rulebook:
    """Return the same for an admin page that needs published rules.

    Raises NothingPublished; the admin then says that there are none (portal/admin_site.py).
    """
    return rulebook_of_request(request) or rulebook_of(cast(ProgramRequest, request).program)


def definition_in_force(request: Request) -> Definition:
    """Return the rules in force today, likewise. Raises NothingPublished."""
    return rulebook_in_force(request).on(program_today(request))


def rules_today(request: Request) -> Definition | None:
    """Return the rules in force today; None before any are published."""
    rulebook = rulebook_of_request(request)
    return rulebook.on(program_today(request)) if rulebook else None


def names_today(request: Request) -> Names:
    """Return the names that today's rules use."""
    return Names(rules_today(request))


def when_rules(have: Callable[[Definition], object]) -> Callable[[Request], bool]:
    """Return a condition for menu entries: whether today's rules have something."""
    return lambda request: bool((rules := rules_today(request)) and have(rules))
