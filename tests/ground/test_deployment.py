"""The production setup, checked by reading: compose file, image, locked requirements."""

import re
from pathlib import Path

import pytest
import yaml

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
    assert "--blocking-threads" in dockerfile
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
