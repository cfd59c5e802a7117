"""The Content-Security-Policy of a page: strict everywhere, with the two allowances that the admin's theme needs.

The portal's own pages run no inline script or style without the request's nonce. The admin is built on Alpine,
which evaluates its attributes as code, and carries style attributes: for signed-in staff only.
"""

from typing import Any

from csp.constants import NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

_ADMIN = {"script-src": [SELF, NONCE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, aware of the admin."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("admin:index")):
            replaced: dict[str, Any] = {**_ADMIN, **(parts.replace or {})}
            parts.replace = replaced
        return parts
