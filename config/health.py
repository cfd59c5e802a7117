"""`/healthz`: this process responds. `/readyz`: its dependencies respond too, and whether every day is opened.

This middleware runs before all others: a probe has any Host header, uses plain HTTP and has no session.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

from config.embedded.places import full_disk
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
    """Return the state of database, Redis and migrations ("ok" or the error), and of the programs' days.

    The days are told without naming a program, because anyone may read this: ``opened`` says how many programs have
    opened a day, ``never_opened`` how many have not, and ``opened_on`` is the earliest of their last opened days.
    """
    report: dict[str, Any] = {"database": "ok", "redis": "ok", "migrations": "ok", "disk": "ok", "days": None}
    if full_disk():
        report["disk"] = "full"
    try:
        report["migrations"] = _pending_migrations() or "ok"
        if report["migrations"] == "ok":
            report["days"] = Program.objects.aggregate(
                opened=Count("opened_on"), never_opened=Count("pk") - Count("opened_on"), opened_on=Min("opened_on")
            )
    except DatabaseError:
        report["database"] = "does not answer"
        report["migrations"] = "not known"
    try:
        cache.get("readyz")
    except RedisError:
        report["redis"] = "does not answer"
    healthy = all(report[part] == "ok" for part in ("database", "redis", "migrations", "disk"))
    return {"status": "ok" if healthy else "not ready", **report}


def _pending_migrations() -> str:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(pending)} to apply" if pending else ""
