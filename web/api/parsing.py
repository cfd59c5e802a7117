"""Reads the bodies of API requests."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from common.json_text import UnfitJson, read_json


class BoundedJSONParser(JSONParser):
    """JSON in UTF-8, as deep as any request of ours needs (common/json_text.py); anything else is a 400."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Raise ParseError with the reason."""
        try:
            return read_json(stream.read())
        except UnfitJson as error:
            raise ParseError(f"The body can't be read. {error}") from error
