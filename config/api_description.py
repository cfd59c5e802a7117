"""The introduction of the API's schema; settings.SPECTACULAR_SETTINGS."""

SPECTACULAR_SETTINGS = {
    "TITLE": "Echelon",
    "DESCRIPTION": "The partner program's API. Its conventions: docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "ClaimState": "activities.models.Claim.State",
        "ApplicationState": "partners.models.Application.State",
        "RequirementState": ["met", "open", "later"],
    },
    "TAGS": [
        {"name": "Public", "description": "For everybody: what the public pages show."},
        {"name": "Partner", "description": "For tokens of a partner: its own records."},
        {"name": "Vendor", "description": "For tokens of the vendor's staff: the whole program."},
    ],
}
