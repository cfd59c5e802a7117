"""The two probes: alive and ready."""

from datetime import date

import pytest
from django.db import connection
from django.test import override_settings

from programs.models import Program

pytestmark = pytest.mark.django_db


def test_a_live_process_responds_to_any_host_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_ready_process_reports_the_programs_days_without_naming_one(client):
    Program.objects.create(code="one", name="One", opened_on=date(2025, 3, 10))
    Program.objects.create(code="two", name="Two", opened_on=date(2025, 3, 11))
    Program.objects.create(code="three", name="Three")
    answer = client.get("/readyz", headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "redis": "ok",
        "migrations": "ok",
        "disk": "ok",
        "days": {"opened": 2, "never_opened": 1, "opened_on": "2025-03-10"},
    }


def test_it_is_not_ready_before_its_migrations_are_applied(client, monkeypatch):
    monkeypatch.setattr("config.health._pending_migrations", lambda: "3 to apply")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "3 to apply"


def test_a_full_disk_is_named(client, monkeypatch):
    monkeypatch.setattr("config.embedded.places.ROOM", 2**80)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["disk"]) == (503, "full")


def test_it_is_not_ready_without_redis(client):
    nowhere = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere/redis.sock"}
    with override_settings(CACHES={"default": nowhere}):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["redis"] == "does not answer"
    assert answer.json()["database"] == "ok"


def test_it_is_not_ready_without_the_database(client, monkeypatch):
    from django.db import OperationalError

    def refuse(*_arguments: object) -> None:
        raise OperationalError("no such server: secret details")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    connection.close()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "does not answer"
    assert "secret" not in answer.content.decode()
