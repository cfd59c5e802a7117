"""API errors as RFC 9457 problems: `application/problem+json`, in plain words, with errors by field."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from common.problems import problem
from common.refusals import Refused

MEDIA_TYPE = "application/problem+json"


class ProblemRenderer(JSONRenderer):
    """JSON under the media type of problems."""

    media_type = MEDIA_TYPE
    format = "problem"


# The name in ``errors`` for what is wrong with a request as a whole.
WHOLE = "non_field"


class Problem(exceptions.APIException):
    """A refused request; ``errors`` are the problems by field, ``code`` says more than the status's own.

    ``permission`` is the token's permission that a 403 asks for.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Mapping[str, str] | None = None,
        code: str = "",
        permission: str = "",
    ) -> None:
        super().__init__(detail)
        self.status_code, self.code, self.permission = status, code, permission
        self.errors = {name or WHOLE: [text] for name, text in (errors or {}).items()}


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Turn every error DRF knows into a problem; others reach the server's own error page.

    A refused operation becomes a 422 with its problems by field.
    """
    request = context["request"]
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, Refused):
        error = Problem(422, "The program refuses this; see the errors.", errors=error.problems)
    if not isinstance(error, exceptions.APIException):
        return None
    errors = _by_field(error.detail) if isinstance(error, exceptions.ValidationError) else getattr(error, "errors", {})
    members = problem(error.status_code, _detail(error, context), request.path, errors, code=getattr(error, "code", ""))
    if permission := getattr(error, "permission", ""):
        members["permission"] = permission
    response = Response(members, status=error.status_code)
    response.content_type = MEDIA_TYPE
    request.accepted_renderer = ProblemRenderer()
    request.accepted_media_type = MEDIA_TYPE
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    return response


def answer(request: HttpRequest, status: int, detail: str) -> JsonResponse:
    """Return a problem as a response outside DRF."""
    return JsonResponse(problem(status, detail, request.path), status=status, content_type=MEDIA_TYPE)


# What to do, where the framework only says what it didn't do.
_DETAILS: dict[type[exceptions.APIException], str] = {
    exceptions.ValidationError: "What was sent is not valid; see the errors.",
    exceptions.NotAuthenticated: "Send an API token in the header Authorization: Bearer …",
    exceptions.PermissionDenied: "The person this token belongs to may not do this.",
    exceptions.NotFound: "There is nothing at this address that you may see.",
    exceptions.NotAcceptable: "The API answers in JSON. Send Accept: application/json, or no such header.",
    exceptions.UnsupportedMediaType: "Send the body as JSON, with Content-Type: application/json.",
}


def _detail(error: exceptions.APIException, context: Mapping[str, Any]) -> str:
    if isinstance(error, exceptions.MethodNotAllowed):
        known = [method for method in context["view"].allowed_methods if method not in ("HEAD", "OPTIONS")]
        return f"This address doesn't take {context['request'].method}, but {' and '.join(known)}."
    if isinstance(error, exceptions.Throttled):
        return too_many(int(error.wait or 0))
    return _DETAILS.get(type(error), str(error.detail))


def too_many(wait: int) -> str:
    """Return what a 429 says: how many seconds to wait."""
    return f"Too many requests. Try again in {wait} {'second' if wait == 1 else 'seconds'}."


def _by_field(detail: Any, name: str = "") -> dict[str, list[str]]:
    """Flatten errors of nested fields, joining names with dots."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            inner = name if key == "non_field_errors" else f"{name}.{key}".strip(".")
            found |= _by_field(value, inner)
        return found
    texts = detail if isinstance(detail, list) else [detail]
    if any(isinstance(text, Mapping) for text in texts):
        return {key: value for n, text in enumerate(texts) for key, value in _by_field(text, f"{name}.{n}").items()}
    return {name or WHOLE: [str(text) for text in texts]}
