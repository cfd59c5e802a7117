"""The API reference: the OpenAPI document, arranged for a page."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator

_METHODS = ("get", "post", "put", "patch", "delete")
_JSON = "application/json"


@dataclass(frozen=True)
class Item:
    """A parameter, or a field of a body."""

    name: str
    kind: str
    required: bool
    text: SafeString


@dataclass(frozen=True)
class Operation:
    """One thing a client can ask for."""

    name: str
    method: str
    path: str
    summary: str
    text: SafeString
    parameters: list[Item]
    fields: list[Item]
    sent: str
    answered: str


@dataclass(frozen=True)
class Group:
    """The operations for one kind of caller."""

    name: str
    text: str
    operations: list[Operation]


# drf-spectacular loads its parts while it makes a document, and fails if two threads begin at once.
_MAKING = Lock()


def document() -> dict[str, Any]:
    """Return the OpenAPI document. It is in English and the same for every program and caller."""
    with _MAKING:
        return _document()


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    with override("en"):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@lru_cache(maxsize=1)
def groups() -> list[Group]:
    """Return every operation under its tag, in the order of the document."""
    schema = document()
    found = list(_operations(schema))
    return [
        Group(tag["name"], tag["description"], [operation for name, operation in found if name == tag["name"]])
        for tag in schema["tags"]
    ]


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if operation := methods.get(method):
                yield operation["tags"][0], _operation(schema, path, method, operation)


def _operation(schema: Mapping[str, Any], path: str, method: str, said: Mapping[str, Any]) -> Operation:
    body = said.get("requestBody", {}).get("content", {}).get(_JSON, {})
    good = next(answer for status, answer in said["responses"].items() if status.startswith("2"))
    return Operation(
        name=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        text=_marked(said.get("description", "")),
        parameters=[
            Item(each["name"], _kind(each["schema"]), each.get("required", False), _marked(each.get("description", "")))
            for each in said.get("parameters", [])
        ],
        fields=_fields(schema, body.get("schema", {})),
        sent=_example(body),
        answered=_example(good.get("content", {}).get(_JSON, {})),
    )


def _fields(schema: Mapping[str, Any], body: Mapping[str, Any]) -> list[Item]:
    """Return the fields of a body whose schema is a component."""
    if "$ref" not in body:
        return []
    form = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]
    required = form.get("required", [])
    return [
        Item(name, _kind(field), name in required, _marked(field.get("description", "")))
        for name, field in form.get("properties", {}).items()
    ]


def _kind(field: Mapping[str, Any]) -> str:
    """Return the type in a few words: `string`, `date`, `one of a, b`."""
    if "enum" in field:
        return "one of " + ", ".join(str(each) for each in field["enum"] if each not in ("", None))
    kind = field.get("type", "object")
    kinds = [each for each in kind if each != "null"] if isinstance(kind, list) else [kind]
    return str(field.get("format") or kinds[0]).replace("int64", "integer")


def _marked(text: str) -> SafeString:
    """Return one of our own descriptions as HTML, with what stands in backticks as code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped before


def _example(content: Mapping[str, Any]) -> str:
    for each in content.get("examples", {}).values():
        return json.dumps(each["value"], indent=2, ensure_ascii=False)
    return ""

