"""A decorator for pages that need published rules."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from common.clock import today
from programs.queries import NothingPublished, revisions_of
from programs.requests import ProgramRequest
from programs.rulebook import Rulebook

View = Callable[..., HttpResponse]


def with_rules(view: View) -> View:
    """Give the view the program's ``request.rulebook``, today's ``request.definition`` and ``request.today``.

    If the program has no published rules, show a page that says it has not opened yet.
    """

    @wraps(view)
    def answer(request: ProgramRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            request.rulebook = Rulebook(request.program, revisions_of(request.site))
        except NothingPublished:
            return render(request, "programs/not_open.html")
        request.today = today(request.program.time_zone)
        request.revisions = request.rulebook.revisions
        request.definition = request.rulebook.on(request.today)
        return view(request, *args, **kwargs)

    return answer
