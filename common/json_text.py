"""Reads JSON that somebody sent: only what PostgreSQL can store and any code can walk through."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

DEEPEST = 32  # levels of lists and objects
_UNFIT = re.compile("[\0\ud800-\udfff]")


class UnfitJson(ValueError):
    """The text is no JSON, or JSON that the portal doesn't take; the message says why."""


def read_json(text: str | bytes) -> Any:
    """Parse JSON. Raises UnfitJson for anything that can't be stored as JSON: see `check_json`."""
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except UnfitJson:
        raise
    except RecursionError:
        raise UnfitJson(_too_deep()) from None
    except json.JSONDecodeError as error:
        raise UnfitJson(f"It isn't valid JSON at line {error.lineno}, column {error.colno}.") from None
    except UnicodeDecodeError:
        raise UnfitJson("It isn't UTF-8.") from None
    except ValueError:  # numbers of thousands of digits
        raise UnfitJson("A number is too large.") from None
    check_json(value)
    return value


def check_json(value: Any) -> None:
    """Raise UnfitJson for more than `DEEPEST` levels, or a key with half a character or a NUL.

    Values are left to the fields they are for, which name themselves in their errors.
    """
    level = [value]
    for _depth in range(DEEPEST + 1):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return
    raise UnfitJson(_too_deep())


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict):
        for key in value:
            if _UNFIT.search(key):
                raise UnfitJson("A name contains a character that can't be stored.")
        yield from value.values()


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise UnfitJson("A number is too large.")
    return number


def _no_number(name: str) -> None:
    raise UnfitJson(f"{name} is not a number that can be stored.")


def _too_deep() -> str:
    return f"More than {DEEPEST} lists or objects are inside each other."
