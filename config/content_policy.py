"""The Content-Security-Policy: strict everywhere, with an exception for the pages of a package.

The portal's own pages run no inline script or style without the request's nonce. The admin uses Alpine, which
evaluates attributes as code, and style attributes; only signed-in staff see it.
"""

from typing import Any

from csp.constants import NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

_ADMIN = {"script-src": [SELF, NONCE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware with an exception for the admin."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        allowed: dict[str, Any] = {}
        if request.path.startswith(reverse("admin:index")):
            allowed = _ADMIN
        if allowed:
            replaced: dict[str, Any] = {**allowed, **(parts.replace or {})}
            parts.replace = replaced
        return parts
