"""A plain Django view of the directory's first page, to compare with the API: same rows, same columns, JSON."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from config.urls import urlpatterns as portal
from statuses.directory.api import FIELDS
from statuses.directory.queries import cards

ROWS = 50


def plain(request: HttpRequest) -> JsonResponse:
    """Return fifty rows straight from the database."""
    program = request.program  # type: ignore[attr-defined]
    return JsonResponse({"next": None, "results": list(cards(program_id=program.pk).values(*FIELDS)[:ROWS])})


urlpatterns = [path("plain/", plain), *portal]
