"""The last touch of the API's schema: what forms refuse, what needs no token, and what enumerations and answers are."""

from collections.abc import Mapping
from typing import Any

from web.api.enums import ENUM_NAMES, ENUM_TEXTS


def finished(result: dict[str, Any], **_given: Any) -> dict[str, Any]:
    """Complete a schema. Named in settings.SPECTACULAR_SETTINGS.

    Forms refuse unknown fields, public operations need no token, enumerations and good answers have a description.
    """
    components = result["components"]["schemas"]
    for name, component in components.items():
        if name.endswith("Request") and "properties" in component:
            component["additionalProperties"] = False
        if "description" in component:
            component["description"] = component["description"].replace("``", "`")  # as docstrings write code
        if name in ENUM_NAMES:
            component["description"] = _enumeration(name)
    for methods in result["paths"].values():
        for operation in methods.values():
            operation.setdefault("security", [])
            for status, answer in operation["responses"].items():
                if status.startswith("2") and not answer["description"]:
                    answer["description"] = _answer(components, answer)
    return result


def _enumeration(name: str) -> str:
    """Return the enumeration's sentence, and what its values mean where their names don't say it."""
    text, meanings = ENUM_TEXTS[name]
    choices = [each if isinstance(each, (tuple, list)) else (each, each) for each in ENUM_NAMES[name]]
    told = [(value, meanings.get(value, str(words))) for value, words in choices]
    values = ", ".join(f"`{value}` ({words})" if words != value else f"`{value}`" for value, words in told)
    return f"{text}: {values}."


def _answer(components: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """Return what the answer's component says of itself."""
    schema: Mapping[str, Any] = next(iter(answer["content"].values()))["schema"]
    if "$ref" not in schema:
        return ""
    said: str = components[schema["$ref"].rpartition("/")[2]].get("description", "")
    return said.partition("\n")[0]
