"""Settings from the environment; the deployment check of production is silent."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings

from config import secret
from tests.statuses.certificates.keys import operator_key

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ECHELON_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "partners.example.com",
    "DATABASE_URL": "postgres://echelon:secret@db.example.com/echelon",
    "OWNER_DATABASE_URL": "postgres://echelon_owner:secret@db.example.com/echelon",
    "REDIS_URL": "redis://redis.example.com/0",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "ECHELON_VAR") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True
    )


def ask(expression: str, **environment: str) -> str:
    """Evaluate an expression over the settings in a process with this environment."""
    run = python("-c", f"from config import settings; print({expression})", **environment)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_checking_the_deployment_of_production_is_silent(tmp_path):
    signing = {"CERTIFICATE_KEY_FILE": str(operator_key(tmp_path / "operator.pem"))}
    run = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, **signing)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ENCRYPTION_KEYS", "DATABASE_URL"])
def test_production_does_not_start_without_its_secrets(missing):
    run = python("manage.py", "check", **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert run.returncode != 0
    assert missing in run.stderr


def test_production_never_falls_back_to_the_embedded_servers():
    given = {name: value for name, value in PRODUCTION.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    run = python("manage.py", "check", **given)
    assert run.returncode != 0
    assert "DATABASE_URL and REDIS_URL" in run.stderr


def test_an_unknown_environment_is_refused():
    run = python("-c", "import config.settings", ECHELON_ENV="prodution")
    assert "demo, test and production are known" in run.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "one"),
        ("HSTS_SECONDS", "a year"),
        ("LOG_LEVEL", "loud"),
        ("ENCRYPTION_KEYS", "too-short"),
        ("ENCRYPTION_KEYS", "A" * 43 + "=,short"),
        ("DATABASE_URL", "mysql://root@db.example.com/echelon"),
        ("REDIS_URL", "redis.example.com"),
    ],
)
def test_an_invalid_value_is_refused_with_the_variables_name(name, value):
    run = python("manage.py", "check", **{**PRODUCTION, name: value})
    assert run.returncode != 0
    assert run.stderr.splitlines()[-1].startswith("django.core.exceptions.ImproperlyConfigured: " + name)


def test_the_two_roles_come_from_two_addresses():
    assert ask("settings.DATABASES['default']['USER']", **PRODUCTION) == "echelon"
    assert ask("settings.DATABASES['owner']['USER']", **PRODUCTION) == "echelon_owner"


def test_the_web_process_needs_no_owner():
    given = {name: value for name, value in PRODUCTION.items() if name != "OWNER_DATABASE_URL"}
    assert ask("sorted(settings.DATABASES)", **given) == "['default']"


def test_tasks_go_to_the_redis_of_the_settings():
    code = "import django; django.setup(); from celery import current_app; print(current_app.connection().as_uri())"
    assert "@redis.example.com:6379/0" in python("-c", code, **PRODUCTION).stdout


def test_a_running_task_is_not_given_to_another_worker():
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_the_scheduled_tasks_exist():
    from config.celery import app

    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"portal.tasks.open_days", "notices.tasks.send_mail"} <= wanted <= set(app.tasks)


@pytest.mark.parametrize(("create", "name"), [(secret.key, "secret-key"), (secret.encryption_key, "encryption-key")])
def test_the_keys_of_a_demo_are_created_once(tmp_path, create, name):
    made = create(tmp_path)
    assert len(made) >= 44
    assert create(tmp_path) == made
    assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
