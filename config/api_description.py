"""The introduction of the API's schema; settings.SPECTACULAR_SETTINGS."""

from web.api.enums import ENUM_NAMES

SPECTACULAR_SETTINGS = {
    "TITLE": "Echelon",
    "DESCRIPTION": "The partner program's API. How to begin: /api/v1/docs/.",
    "VERSION": "1",
    "SERVERS": [{"url": "/", "description": "The host of the partner program."}],
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "web.api.reference.strict"],
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,  # each app adds its own in `api_enums.py`
    "TAGS": [
        {"name": "Public", "description": "For everybody: what the public pages show."},
        {"name": "Partner", "description": "For tokens of a partner: its own records."},
        {"name": "Vendor", "description": "For tokens of the vendor's staff: the whole program."},
    ],
}
