"""`/healthz`: this process responds. `/readyz`: its dependencies respond too, with each program's last opened day.

This middleware runs before all others: a probe has any Host header, uses plain HTTP and has no session.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

from programs.models import Program


class HealthMiddleware:
    """Answers the two probes and passes on every other request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            report = readiness()
            return JsonResponse(report, status=200 if report["status"] == "ok" else 503)
        return self.get_response(request)


def readiness() -> dict[str, Any]:
    """Return the state of database, Redis and migrations ("ok" or the error), and the last opened day by program."""
    report: dict[str, Any] = {"database": "ok", "redis": "ok", "migrations": "ok", "opened_on": {}}
    try:
        report["migrations"] = _pending_migrations() or "ok"
        if report["migrations"] == "ok":
            report["opened_on"] = dict(Program.objects.order_by("code").values_list("code", "opened_on"))
    except DatabaseError:
        report["database"] = "does not answer"
        report["migrations"] = "not known"
    try:
        cache.get("readyz")
    except RedisError:
        report["redis"] = "does not answer"
    healthy = all(report[part] == "ok" for part in ("database", "redis", "migrations"))
    return {"status": "ok" if healthy else "not ready", **report}


def _pending_migrations() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} to apply" if pending else ""
