"""Files in the API: sent in base64 inside JSON, and read by the same checks as on the pages."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from common.uploads import UnableToUpload, Upload, read_upload
from partners.tokens.api.schema import BINARY

TYPES = ("application/pdf", "image/jpeg", "image/png")


class File(serializers.Serializer[Any]):
    """A file: PDF, JPEG or PNG. A body holds at most 2.5 MB; larger files are sent on the page."""

    name = serializers.CharField(max_length=200, help_text="The file's name with its ending.")
    content = serializers.CharField(max_length=2_500_000, help_text="In base64.")


def read_sent(file: Mapping[str, str], *, name: str = "") -> Upload:
    """Return a sent `File` as it may be stored. Raises UnableToUpload; ``name`` leads its problems to the file."""
    dot = f"{name}." if name else ""
    try:
        content = b64decode(file["content"], validate=True)
    except ValueError as error:
        raise UnableToUpload({f"{dot}content": _("Send the file as base64.")}) from error
    try:
        return read_upload(SimpleUploadedFile(file["name"], content), formats=("pdf", "jpeg", "png"))
    except UnableToUpload as error:
        raise UnableToUpload({name or "content": str(error)}) from error


def downloads(description: str) -> dict[Any, OpenApiResponse]:
    """A stored file as an answer, for the schema."""
    return {(200, kind): OpenApiResponse(BINARY, description=description) for kind in TYPES}
