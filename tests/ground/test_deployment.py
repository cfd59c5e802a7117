"""The production setup, checked by reading: compose file, image, locked requirements."""

import re
from dataclasses import astuple, fields
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection

from common.uploads import MAX_BYTES
from config import timeouts
from config.demo import parts
from config.front import Bounds

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))


def test_all_services_are_defined():
    assert set(SERVICES) == {"proxy", "web", "worker", "beat", "migrate", "database", "redis"}
    assert SERVICES["database"]["image"].startswith("postgres:18")


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_long_running_service_has_a_health_check_and_restarts(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_migrations_run_first_and_only_they_have_the_owners_password():
    assert SERVICES["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    knowing = {name for name in SERVICES if "OWNER_DATABASE_URL" in SERVICES[name].get("environment", {})}
    assert knowing == {"migrate"}


def test_secrets_come_from_the_environment_and_are_required():
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD$|SECRET|_URL$", key):
                assert re.search(r"\$\{\w+:\?|\$\{CERTIFICATE_KEY_PASSPHRASE:-\}", str(value)), (name, key)


def test_the_example_has_every_variable_of_the_compose_file():
    named = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    example = set(re.findall(r"^(\w+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE))
    assert named == example


def test_the_image_runs_as_an_unprivileged_user():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\w+)", dockerfile, re.MULTILINE) == ["echelon"]
    assert "config.asgi:application" in dockerfile
    assert "embedded.txt" not in dockerfile


def test_no_service_of_ours_can_gain_privileges():
    for name in ("web", "worker", "beat", "migrate"):
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["read_only"] is True


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_hashes_and_without_a_url(path):
    text = path.read_text()
    assert "://" not in text
    assert "make lock" in text
    entries = re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_requirements_installed_together_agree():
    pins = {}
    for path in LOCKED:
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(), re.MULTILINE):
            assert pins.setdefault(name, version) == version, name


def test_the_proxy_has_the_same_bounds_as_the_front():
    caddy, bounds = (ROOT / "deploy/Caddyfile").read_text(), Bounds()
    assert f"read_body {bounds.body_time:.0f}s" in caddy
    assert f"max_size {bounds.body_size // 2**20}MiB" in caddy
    assert bounds.body_size > MAX_BYTES  # the largest file, and its form
    header_ms = re.findall(r'"--http1-header-read-timeout", "(\d+)"', (ROOT / "Dockerfile").read_text())
    assert f"read_header {int(header_ms[0]) // 1000}s" in caddy


def test_the_image_and_the_demo_run_the_same_web_server():
    (web,) = [part for part in parts(8000) if part.name == "web"]
    front = ["--interface", "asginl", "--http", "1", "--http1-header-read-timeout", "10000"]
    assert all(word in web.command for word in (*front, "config.asgi:application"))
    image = (ROOT / "Dockerfile").read_text()
    assert all(f'"{word}"' in image for word in (*front, "config.asgi:application"))


def test_each_part_ends_what_takes_too_long_and_the_web_before_the_proxy_gives_up():
    assert SERVICES["worker"]["environment"]["ECHELON_PART"] == "worker"
    (waits,) = re.findall(r"response_header_timeout (\d+)s", (ROOT / "deploy/Caddyfile").read_text())
    web, worker, jobs = (timeouts.TIMEOUTS[part] for part in ("web", "worker", "jobs"))
    assert max(astuple(web)) < int(waits)
    assert worker.lock_timeout > settings.EMAIL_TIMEOUT  # an email's row is locked while it is sent
    assert jobs.transaction_timeout >= settings.CELERY_TASK_TIME_LIMIT
    assert all(limit > 0 for limits in (web, worker, jobs) for limit in astuple(limits))


def test_the_embedded_database_and_the_composed_one_have_the_same_locale():
    embedded = (ROOT / "config/embedded/postgres.py").read_text()
    for word in SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split():
        assert f'"{word}"' in embedded or word == "--encoding=UTF8", word


@pytest.mark.django_db
def test_the_database_has_that_locale_and_every_connection_its_timeouts():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datlocprovider, datlocale, datcollate, datctype FROM pg_database WHERE datname = current_database()"
        )
        assert cursor.fetchone() == ("b", "C.UTF-8", "C", "C")
        for field in fields(timeouts.Timeouts):
            cursor.execute("SELECT setting::int, unit FROM pg_settings WHERE name = %s", [field.name])
            assert cursor.fetchone() == (getattr(timeouts.TIMEOUTS["jobs"], field.name) * 1000, "ms")
