"""Structured logs on standard error: one JSON object per line in production, readable lines elsewhere.

This module decides what may be logged. A request is logged by its route (`partners/<code>/`), never by its path or
query, which can contain a reset key or an email address. No network address, user agent or person's name is logged.
"""

import logging
import logging.config
import time
import uuid
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

from config.tracebacks import OnlyFailures, without_values

_SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "session", "api_key", "signature")
_PERSONAL_WORDS = ("email", "phone", "name_of_person", "remote_addr", "ip_address", "user_agent")
_HIDDEN = "[hidden]"

log = structlog.get_logger("echelon.request")


def hide(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Redact the values of keys for secrets or personal data, at any depth."""
    for key, value in event.items():
        event[key] = _hidden(key, value)
    return event


def _hidden(key: str, value: Any) -> Any:
    if _is_hidden(key):
        return _HIDDEN
    if isinstance(value, dict):
        return {inner: _hidden(str(inner), each) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(key, each) for each in value]
    return value


@lru_cache(maxsize=1000)
def _is_hidden(key: str) -> bool:
    return any(word in key.lower() for word in (*_SECRET_WORDS, *_PERSONAL_WORDS))


def configure(*, level: str, readable: bool) -> None:
    """Configure one chain of processors for records of structlog and the standard library."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide,
    ]
    # A plain traceback, because the pretty one prints the values of variables.
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    renderer: Any = plain if readable else structlog.processors.JSONRenderer()
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *([] if readable else [without_values]),
                        renderer,
                    ],
                }
            },
            "filters": {"failures": {"()": OnlyFailures}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "structured"},
                "errors": {"class": "logging.StreamHandler", "formatter": "structured", "level": "ERROR"},
            },
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                "django.request": {"filters": ["failures"]},
                "django.server": {"level": "ERROR"},
                # Its warnings are not logged, but web/fonts.py listens to them for empty boxes.
                "weasyprint": {"level": "WARNING", "handlers": ["errors"], "propagate": False},
                "fontTools": {"level": "ERROR"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class RequestLogMiddleware:
    """Logs one line per request: method, route, status, milliseconds and the id that its other lines share."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.route if match else "",
                status=response.status_code,
                ms=round((time.perf_counter() - begun) * 1000, 1),
            )
        response["X-Request-ID"] = request_id
        return response
