"""Shared parts of the OpenAPI schema: pages, problems, examples, and the headers of writes."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from partners.tokens.api.idempotency import HEADER, LONGEST
from web.api.pagination import MOST, USUAL
from web.api.problems import MEDIA_TYPE

PAGES = [
    OpenApiParameter("cursor", str, description="`next_cursor` of the page before; it is opaque."),
    OpenApiParameter(
        "page_size", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, description="Rows a page."
    ),
]
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[ -~]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="A name for this write that you choose. Repeated with the same body, it is answered, not done again.",
)

_WHEN = {
    400: "Something in the address, the headers or the body cannot be read.",
    401: "There is no token, or one that opens nothing.",
    403: "The token may not do this.",
    404: "There is nothing at this address that you may see.",
    405: "This address knows no such method.",
    406: "Only JSON is spoken here.",
    409: "The state of things does not allow it.",
    413: "What was sent is too large.",
    415: "Only JSON is understood here.",
    422: "The program refuses it; `errors` says why.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    503: "This cannot be done at the moment.",
}


# Pages by name: two lists of the same rows are one component of the schema.
_pages: dict[str, type[serializers.Serializer[Any]]] = {}


class ProblemBody(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="What went wrong, for programs: it stays when the words change.")
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong, by field.",
    )

    class Meta:
        ref_name = "Problem"


def problems(*statuses: int) -> dict[Any, OpenApiResponse]:
    """The errors of an endpoint, for the schema. Every endpoint can return 406."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemBody, description=_WHEN[status]) for status in (*statuses, 406)
    }


def page_of(row: type[serializers.Serializer[Any]], **more: serializers.Field[Any, Any, Any, Any]) -> OpenApiResponse:
    """A page of rows: `results`, the next page's URL and its cursor or null; ``more`` are further fields."""
    name = f"PageOf{row.__name__}"
    if name in _pages:
        return OpenApiResponse(_pages[name])
    fields = {
        "next": serializers.URLField(allow_null=True, help_text="The next page's URL; null on the last page."),
        "next_cursor": serializers.CharField(allow_null=True, help_text="The next page's `cursor`; null likewise."),
        "results": row(many=True),
        **more,
        "Meta": type("Meta", (), {"ref_name": name}),
        "__doc__": f"A page of rows like {row.__name__}.",
    }
    _pages[name] = type(name, (serializers.Serializer,), fields)
    return OpenApiResponse(_pages[name])


def example(value: Any, name: str = "Answer", *, request: bool = False) -> OpenApiExample:
    """An example response or request."""
    return OpenApiExample(name, value=value, request_only=request, response_only=not request)


def page_example(row: Any, name: str = "Answer", **more: Any) -> OpenApiExample:
    """An example of a page with one row; ``more`` are further fields."""
    return example({"next": None, "next_cursor": None, "results": [row], **more}, name)


BINARY = OpenApiTypes.BINARY
