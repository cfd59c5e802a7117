"""`/healthz`: this process answers. `/readyz`: what it needs answers too, and how far each program's days are open.

A middleware before all others: a probe comes with any Host header, over plain HTTP, and must not need a session.
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
    """Answers the two probe addresses and passes every other request on."""

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
    """Database, Redis, migrations ("ok" or what is wrong) and the last opened day by program code."""
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
