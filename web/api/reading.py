"""Reads JSON bodies: every text in them passes the one door for text, whatever the endpoint asks for."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ValidationError

from common.text import Untidy, tidy, without_odd
from web.api.parsing import BoundedJSONParser


class TidyJSONParser(BoundedJSONParser):
    """Bounded JSON with tidied texts, keys included; a text that is refused is a ValidationError with its place."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the body. Raises ParseError for what is no JSON that we take."""
        return tidied(super().parse(stream, media_type, parser_context))


def tidied(value: Any, place: tuple[str, ...] = ()) -> Any:
    """Return a JSON value with every text tidied. Raises ValidationError with the name of the field."""
    if isinstance(value, dict):
        names = {key: _text(key, (*place, without_odd(key))) for key in value}
        return {names[key]: tidied(each, (*place, names[key])) for key, each in value.items()}
    if isinstance(value, list):
        return [tidied(each, (*place, str(number))) for number, each in enumerate(value)]
    return _text(value, place) if isinstance(value, str) else value


def _text(text: str, place: tuple[str, ...]) -> str:
    try:
        return tidy(text, lines=True)
    except Untidy as untidy:
        raise ValidationError({".".join(place) or "non_field_errors": [str(untidy)]}) from untidy
