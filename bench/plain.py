"""Plain Django views, to compare the portal with: the directory's first page as JSON and as HTML, and an empty page."""

from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as portal
from partners.models import Card
from programs.definition import MAIN_TRACK
from programs.queries import definition
from statuses.directory.api import FIELDS
from statuses.directory.queries import cards

ROWS = 50
PAGE = 24
# The portal's, without the one that answers from kept pages.
WITHOUT_KEPT = [each for each in settings.MIDDLEWARE if each != "programs.kept_pages.KeptPagesMiddleware"]
_HTML = """{% load i18n %}<!doctype html><html lang="en"><head>
<title>{% translate "Find a partner" %}</title></head><body>
<table>{% for card in cards %}<tr><td><a href="/partners/{{ card.code }}/">{{ card.name }}</a></td>
<td>{{ card.city }}, {{ card.country }}</td><td>{{ card.points }}</td><td>{{ card.accepted_on|date }}</td>
<td>{{ card.description }}</td><td>{% for word in card.services %}<span>{{ word }}</span>{% endfor %}</td></tr>
{% endfor %}</table></body></html>"""


def plain(request: HttpRequest) -> JsonResponse:
    """Return fifty rows straight from the database."""
    program = request.program  # type: ignore[attr-defined]
    names = {level.code: level.name for level in definition(program, date.today()).track(MAIN_TRACK).levels}
    found = [
        {**row, "level": {"code": row["level"], "name": names[row["level"]]}}
        for row in cards(program_id=program.pk).values(*FIELDS)[:ROWS]
    ]
    return JsonResponse({"next": None, "next_cursor": None, "results": found})


def rows(request: HttpRequest) -> HttpResponse:
    """Return a page of the 24 partners with the most points, as any Django application would."""
    found = Card.objects.order_by("-featured", "-points", "accepted_on", "code")[:PAGE]
    return HttpResponse(_page().render({"cards": found}, request))


@cache
def _page() -> Any:
    """The page's template, compiled once, as Django's cached loader does it with files."""
    return engines["django"].from_string(_HTML)


def empty(request: HttpRequest) -> HttpResponse:
    """Return nothing: what is left is the middleware."""
    return HttpResponse(b"")


urlpatterns = [path("plain/", plain), path("rows/", rows), path("empty/", empty), *portal]
