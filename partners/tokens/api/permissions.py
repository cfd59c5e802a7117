"""Says in the API's schema which permission each operation needs."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from partners.tokens.scopes import PARTNER_SCOPES, VENDOR_SCOPES

_KINDS = {"partner": PARTNER_SCOPES, "staff": VENDOR_SCOPES}
MEMBER = "x-permission"  # what web/api/reference.py reads


class PermissionSchema(AutoSchema):
    """Adds the token's permission to an operation: as a role of its `security`, in words, and in the 403."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return the operation with its permission."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        scope = getattr(self.view, "scopes", {}).get(self.method)
        if operation is None or not scope:
            return operation
        words = str(_KINDS[self.view.kind][scope].words)
        operation[MEMBER] = {"code": scope, "name": words}
        operation["security"] = [{name: [scope] for name in each} for each in operation["security"]]
        operation["description"] = f"{operation.get('description', '')}\n\nPermission: `{scope}` ({words}).".strip()
        operation["responses"]["403"]["description"] = (
            f"The token lacks the permission `{scope}`, or the role of its person doesn't allow it any more."
        )
        return operation
