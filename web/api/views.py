"""The API's schema and documentation pages, and its answer to an unknown address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView

from web.api.problems import answer


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """The OpenAPI 3.1 document."""

    authentication_classes: Any = []
    permission_classes: Any = []
    renderer_classes: Any = [OpenApiJsonRenderer]


@extend_schema(exclude=True)
class Reference(SpectacularRedocView):
    """The schema as a page, with Redoc from its package; the package's own template loads an external font."""

    authentication_classes: Any = []
    permission_classes: Any = []
    url_name = "api:schema"
    template_name = "web/api/reference.html"


@csrf_exempt
def nothing_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Return 404 as a problem."""
    return answer(request, 404, "There is nothing at this address.")
