"""The API reference: the OpenAPI document, arranged for a page."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from threading import Lock
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator

_METHODS = ("get", "post", "put", "patch", "delete")
_JSON = "application/json"
_ROOT = "/api/v1/"
_PAGE = "PageOf"  # the components of lists, which are shown as pages of their rows

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """A parameter, or a field of a body or an answer; ``shape`` names its object or enumeration, if it has one."""

    name: str
    kind: str
    required: bool
    text: SafeString
    shape: str


@dataclass(frozen=True)
class Status:
    """What an operation answers, and when."""

    number: str
    text: SafeString


@dataclass(frozen=True)
class Operation:
    """One thing a client can ask for. ``shape`` is the object in its answer, of which ``paged`` answers have a page."""

    name: str
    method: str
    path: str
    summary: str
    text: SafeString
    permission: Mapping[str, str]
    parameters: list[Item]
    fields: list[Item]
    sent: str
    answered: str
    shape: str
    paged: bool
    statuses: list[Status]


@dataclass(frozen=True)
class Section:
    """The operations on one kind of thing."""

    name: str
    operations: list[Operation]


@dataclass(frozen=True)
class Group:
    """The operations for one kind of caller."""

    name: str
    text: str
    sections: list[Section]

    @property
    def count(self) -> int:
        """How many operations there are."""
        return sum(len(section.operations) for section in self.sections)


@dataclass(frozen=True)
class Shape:
    """An object in bodies and answers, or an enumeration, which has no fields."""

    name: str
    text: SafeString
    fields: list[Item]


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


def groups() -> list[Group]:
    """Return every operation, by the kind of caller and then by what it is about, in the document's order."""
    schema = document()
    found = list(_operations(schema))
    return [
        Group(tag["name"], tag["description"], _sections([each for name, each in found if name == tag["name"]]))
        for tag in schema["tags"]
    ]


def shapes() -> list[Shape]:
    """Return the objects and enumerations that operations and each other name."""
    return [
        Shape(name, _marked(component.get("description", "")), _fields(component))
        for name, component in sorted(document()["components"]["schemas"].items())
        if not name.startswith(_PAGE)
    ]


def _sections(operations: list[Operation]) -> list[Section]:
    ordered = sorted(operations, key=lambda each: _about(each.path))  # stable: the document's order within a section
    return [Section(name, list(each)) for name, each in groupby(ordered, key=lambda each: _about(each.path))]


def _about(path: str) -> str:
    """Return what an address is about: `Claims` for `/api/v1/me/claims/{claim_id}/`."""
    parts = [each for each in path.removeprefix(_ROOT).split("/") if each]
    if parts[0] in ("me", "vendor"):
        parts = parts[1:] or ["profile"]
    word = parts[0].replace("-", " ").capitalize()
    return word.replace("Nfr", "NFR").replace("Sign ups", "Sign-ups")


def _operations(schema: Schema) -> Iterator[tuple[str, Operation]]:
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if operation := methods.get(method):
                yield operation["tags"][0], _operation(schema, path, method, operation)


def _operation(schema: Schema, path: str, method: str, said: Schema) -> Operation:
    body = said.get("requestBody", {}).get("content", {}).get(_JSON, {})
    good = next(answer for status, answer in said["responses"].items() if status.startswith("2"))
    answered = good.get("content", {}).get(_JSON, {})
    shape = _shape(answered.get("schema", {}))
    return Operation(
        name=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        text=_marked(said.get("description", "").partition("\n\nPermission:")[0]),  # which the page shows apart
        permission=said.get("x-permission", {}),
        parameters=[
            _item(each["name"], each["schema"], each.get("required", False), each.get("description", ""))
            for each in said.get("parameters", [])
        ],
        fields=_fields(schema["components"]["schemas"].get(_shape(body.get("schema", {})), {})),
        sent=_example(body),
        answered=_example(answered),
        shape=shape.removeprefix(_PAGE),
        paged=shape.startswith(_PAGE),
        statuses=[Status(number, _marked(each["description"])) for number, each in sorted(said["responses"].items())],
    )


def _fields(component: Schema) -> list[Item]:
    required = component.get("required", [])
    return [
        _item(name, field, name in required, field.get("description", ""))
        for name, field in component.get("properties", {}).items()
    ]


def _item(name: str, schema: Schema, required: bool, text: str) -> Item:
    return Item(name, _kind(schema), required, _marked(text), _shape(schema))


def _shape(schema: Schema) -> str:
    """Return the component that a schema is made of, if it is one: itself, one of it or nothing, or a list of it."""
    inner = [schema, *schema.get("allOf", []), *schema.get("oneOf", []), schema.get("items", {})]
    return next((each["$ref"].rpartition("/")[2] for each in inner if "$ref" in each), "")


def _kind(field: Schema) -> str:
    """Return the type in a few words: `string`, `date`, `one of a, b`, `list`."""
    if "enum" in field:
        return "one of " + ", ".join(str(each) for each in field["enum"] if each not in ("", None))
    kind = field.get("type", "object")
    kinds = [each for each in kind if each != "null"] if isinstance(kind, list) else [kind]
    word = str(field.get("format") or kinds[0]).replace("int64", "integer").replace("array", "list")
    return "" if _shape(field) and word == "object" else word


def _marked(text: str) -> SafeString:
    """Return one of our own descriptions as HTML, with what stands in backticks as code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped before


def _example(content: Schema) -> str:
    for each in content.get("examples", {}).values():
        return json.dumps(each["value"], indent=2, ensure_ascii=False)
    return ""
