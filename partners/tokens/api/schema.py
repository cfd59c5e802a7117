"""Shared parts of the OpenAPI schema: pages, problems, examples, and the headers of writes."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from partners.tokens.api.idempotency import HEADER, LONGEST
from web.api.pagination import MOST, USUAL
from web.api.problems import MEDIA_TYPE

PAGES = [
    OpenApiParameter(
        "cursor", str, description="The `next_cursor` of the page before. Leave it out for the first page."
    ),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        description=f"Rows per page, from 1 to {MOST}.",
    ),
]
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[ -~]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="Your own name for this write. Repeated with the same body, it gets the first answer.",
)

_WHEN = {
    400: "The address, a header or the body isn't valid; `errors` says by field what is wrong.",
    401: "The token is missing or isn't valid.",
    403: "The token may not do this.",
    404: "There is nothing at this address that you may see.",
    406: "The header `Accept` asks for something other than JSON.",
    409: "The current state doesn't allow it.",
    413: "The body is larger than 2.5 MB.",
    415: "The body isn't sent as JSON.",
    422: "The program's rules refuse it, or the key was used for another request; `errors` says why.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    503: "It can't be done at the moment; try again later.",
}


# Pages by name: two lists of the same rows are one component of the schema.
_pages: dict[str, type[serializers.Serializer[Any]]] = {}


class ProblemBody(serializers.Serializer[Any]):
    """An error, as in RFC 9457."""

    type = serializers.CharField(help_text="Always `about:blank`; `code` says what went wrong.")
    title = serializers.CharField(help_text="The HTTP status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    code = serializers.CharField(help_text="What went wrong, for programs. It stays when the words change.")
    detail = serializers.CharField(help_text="What went wrong, for people.")
    instance = serializers.CharField(help_text="The path of the request.")
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong, by field. `non_field` is the request as a whole.",
    )
    permission = serializers.CharField(
        required=False, help_text="With a 403: the permission that the token or its person lacks."
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
        "next_cursor": serializers.CharField(
            allow_null=True, help_text="The next page's `cursor`; null on the last page."
        ),
        "results": row(many=True, help_text="The rows of this page."),
        **more,
        "Meta": type("Meta", (), {"ref_name": name}),
        "__doc__": f"A page of `{row.__name__}`.",
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
