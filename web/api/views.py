"""The API's description of itself, and its answer to addresses that it does not have."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.defaults import server_error
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView

from web.api.problems import answer

API = "/api/"


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """The OpenAPI 3.1 document."""

    authentication_classes: Any = []
    permission_classes: Any = []
    renderer_classes: Any = [OpenApiJsonRenderer]


@extend_schema(exclude=True)
class Reference(SpectacularRedocView):
    """The document to read, by Redoc from its package; its own template names a font elsewhere."""

    authentication_classes: Any = []
    permission_classes: Any = []
    url_name = "api:schema"
    template_name = "web/api/reference.html"


@csrf_exempt
def nothing_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """404 as a problem."""
    return answer(request, 404, "There is nothing at this address.")


def broken(request: HttpRequest) -> HttpResponse:
    """The answer of a server that failed: a problem to whoever calls the API, the page to everybody else."""
    if request.path.startswith(API):
        return answer(request, 500, "Something went wrong on our side. It was written down; try again later.")
    return server_error(request)
