"""The Content-Security-Policy: strict everywhere, with an exception for the pages of a package.

The portal's own pages run no inline script or style without the request's nonce. The admin uses Alpine, which
evaluates attributes as code, and style attributes; only signed-in staff see it.
"""

from functools import cache
from typing import Any

from csp.constants import HEADER, NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

_ADMIN = {"script-src": [SELF, NONCE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


@cache
def _admin() -> str:
    return reverse("admin:index")


@cache
def _plain_policy() -> str:
    return build_policy()


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware with an exception for the admin."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the header. That of most answers, which have no nonce, is the same for all and written once."""
        own = HEADER in response or any(name.startswith("_csp") for name in vars(response))
        if own or getattr(request, "_csp_nonce", None) or request.path.startswith(_admin()):
            return super().process_response(request, response)
        response.headers[HEADER] = _plain_policy()
        # A nonce that is first asked for now would miss in the header.
        setattr(request, "csp_nonce", CheckableLazyObject(self._csp_nonce_post_response))  # noqa: B010 - as django-csp
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        allowed: dict[str, Any] = {}
        if request.path.startswith(_admin()):
            allowed = _ADMIN
        if allowed:
            replaced: dict[str, Any] = {**allowed, **(parts.replace or {})}
            parts.replace = replaced
        return parts
