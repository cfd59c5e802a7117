"""Lists every part of a definition by walking the models."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from programs.definition import Definition


def parts() -> dict[type[BaseModel], list[str]]:
    """Return each model with the paths where it may occur in a file, without names of entries."""
    found: dict[type[BaseModel], list[str]] = {}
    _walk(Definition, "", found)
    del found[Definition]
    return found


def _walk(model: type[BaseModel], path: str, found: dict[type[BaseModel], list[str]]) -> None:
    found.setdefault(model, []).append(path)
    for name, field in model.model_fields.items():
        for part in _models(field.annotation):
            _walk(part, f"{path}.{name}".lstrip("."), found)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if get_origin(annotation) is Annotated:
        yield from _models(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType, list, dict):
        for argument in get_args(annotation):
            yield from _models(argument)
    elif isinstance(annotation, type) and annotation is not NoneType and issubclass(annotation, BaseModel):
        yield annotation
