"""The Content-Security-Policy of a page: strict everywhere, with the allowances that two packages' pages need.

The portal's own pages run no inline script or style without the request's nonce. The admin is built on Alpine,
which evaluates its attributes as code, and carries style attributes: for signed-in staff only. The API's reference
is drawn by Redoc, which writes its styles and searches in a worker; that page shows the API's own description only.
"""

from typing import Any

from csp.constants import NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

_ADMIN = {"script-src": [SELF, NONCE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
_REFERENCE = {"style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"]}


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, aware of the admin and of the API's reference."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        allowed: dict[str, Any] = {}
        if request.path.startswith(reverse("admin:index")):
            allowed = _ADMIN
        elif request.path == reverse("api:docs"):
            allowed = _REFERENCE
        if allowed:
            replaced: dict[str, Any] = {**allowed, **(parts.replace or {})}
            parts.replace = replaced
        return parts
