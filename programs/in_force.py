"""The rules in force on the day of a request, read once for it."""

from django.http import HttpRequest

from common.admin import program_today
from programs.definition import Definition
from programs.naming import Names
from programs.queries import NothingPublished, definition


def rules_today(request: HttpRequest) -> Definition | None:
    """The rules in force today; None before any are published."""
    if not hasattr(request, "rules_today"):
        try:
            request.rules_today = definition(request.program, program_today(request))
        except NothingPublished:
            request.rules_today = None
    return request.rules_today


def names_today(request: HttpRequest) -> Names:
    """What they call things."""
    return Names(rules_today(request))
