"""Tracebacks for the logs of production: places and types of errors, never values.

A message like `Key (email)=(alice@example.org) already exists` names a person, so messages are left out. The chain of
types, the lines of code, and PostgreSQL's code and constraint name are what a developer needs first.
"""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any


def without_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: `exc_info` becomes `exception`, as text."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else sys.exc_info()[1] if found is True else found
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(line for each in _chain(error) for line in _lines(each))
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Return the error and its causes, the origin first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _chain(before)
    yield error


def _lines(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
    name = type(error).__qualname__
    found = getattr(error, "diag", None)
    details = [text for text in (getattr(error, "sqlstate", None), getattr(found, "constraint_name", None)) if text]
    yield f"{type(error).__module__}.{name}" + (f" ({', '.join(details)})" if details else "")


class OnlyFailures(logging.Filter):
    """Passes Django's records about requests only if they have an error, without the path in their message."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR or not record.exc_info:
            return False  # a 4xx: the request's own line shows it
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        record.msg, record.args = f"request failed at {match.route if match else 'no route'}", ()
        return True
