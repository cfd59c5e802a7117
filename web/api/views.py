"""The API's schema and documentation pages, and its answer to an unknown address."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api.problems import answer
from web.api.quick_start import first_write
from web.api.reference import document, groups, shapes
from web.requests import Request as TenantRequest


@extend_schema(exclude=True)
class Schema(APIView):
    """The OpenAPI 3.1 document, in JSON or YAML by the header `Accept`."""

    authentication_classes: Any = []
    permission_classes: Any = []
    renderer_classes: Any = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer]

    def get(self, request: Request) -> Response:
        """Return the document."""
        return Response(document())


@require_safe
def reference(request: TenantRequest) -> HttpResponse:
    """Show how to begin, and every operation of the schema."""
    shown = {
        "groups": groups,  # called for a page that isn't kept yet
        "shapes": shapes,
        "root": request.build_absolute_uri("/api/v1/"),
        "write": first_write(request),
        "rates": settings.API_RATES,
    }
    return render(request, "web/api/reference.html", shown)


@csrf_exempt
def nothing_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Return 404 as a problem."""
    return answer(request, 404, "There is nothing at this address.")
