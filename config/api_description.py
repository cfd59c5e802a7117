"""The introduction of the API's schema; settings.SPECTACULAR_SETTINGS."""

from web.api.enums import ENUM_NAMES


def _(text: str) -> str:
    """Mark a text for the catalogs: Django's own mark reads the settings, which are only being made."""
    return text


SPECTACULAR_SETTINGS = {
    "TITLE": "Echelon",
    "DESCRIPTION": "The API of the partner program. /api/v1/docs/ shows how to begin.",
    "VERSION": "1",
    "SERVERS": [{"url": "/", "description": "The host of the partner program."}],
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # in Markdown; web.api.description writes sentences
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "web.api.description.finished"],
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,  # each app adds its own in `api_enums.py`
    "TAGS": [
        {"name": _("Public"), "description": _("For everyone: what the public pages show.")},
        {"name": _("Partner"), "description": _("For partners' tokens: their own records.")},
        {"name": _("Vendor"), "description": _("For the vendor's tokens: the whole program.")},
    ],
}
