"""What the logs contain, and what they never contain."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_LOGGING = {
    "event": "structlog.get_logger('points').info('day opened', program='p1', entries=3)",
    "standard library": "logging.getLogger('celery').warning('lost %s', 'the broker')",
    "error": (
        "def look_up(who): raise KeyError('alice@example.org')\n"
        "try:\n"
        "    try: look_up(1)\n"
        "    except KeyError as error: raise ValueError('hunter2') from error\n"
        "except ValueError: structlog.get_logger('x').exception('failed')"
    ),
    "secrets": (
        "structlog.get_logger('x').info('signed in', password='hunter2', form={'email': 'a@b.org', 'kept': 1}, "
        "headers=[{'Authorization': 'Bearer x'}])"
    ),
}


@pytest.fixture(scope="module")
def written() -> dict[str, dict]:
    """The line that each of these logs, in one process with production's logging."""
    configure = "import logging, structlog; from config import logs; logs.configure(level='INFO', readable=False)\n"
    code = configure + "\n".join(_LOGGING.values())
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == ""
    return dict(zip(_LOGGING, map(json.loads, run.stderr.splitlines()), strict=True))


def test_a_record_is_one_json_object_with_time_level_and_logger(written):
    record = dict(written["event"])
    assert record.pop("timestamp").endswith("Z")
    assert record == {"event": "day opened", "program": "p1", "entries": 3, "level": "info", "logger": "points"}


def test_standard_library_records_have_the_same_format(written):
    record = written["standard library"]
    assert (record["event"], record["level"]) == ("lost the broker", "warning")


def test_an_error_is_logged_with_place_and_type_but_no_values(written):
    said = written["error"]["exception"]
    assert said.index("builtins.KeyError") < said.index("builtins.ValueError")
    assert "in look_up" in said
    assert "alice" not in said
    assert "hunter2" not in said


def test_secrets_and_personal_data_are_redacted_at_any_depth(written):
    record = written["secrets"]
    assert record["password"] == record["form"]["email"] == record["headers"][0]["Authorization"] == "[hidden]"
    assert record["form"]["kept"] == 1


@pytest.mark.django_db
def test_an_error_in_a_view_is_logged_by_its_route(caplog, monkeypatch, client):
    def fail(*_arguments: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("programs.middleware.site_for", fail)
    client.raise_request_exception = False
    answer = client.get("/someone@example.org/", headers={"host": "nobody.localhost"})
    assert answer.status_code == 500
    (record,) = [each for each in caplog.records if each.name == "django.request"]
    assert record.getMessage() == "request failed at no route"
    assert record.exc_info[0] is RuntimeError


@pytest.fixture
def requests_logged(caplog):
    """Call it for the records of the request log."""
    caplog.set_level("INFO", logger="echelon.request")
    return lambda: [record.msg for record in caplog.records if record.name == "echelon.request"]


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_never_by_its_path(requests_logged, client):
    client.get("/no-such-page/alice@example.org/?token=abc", headers={"host": "nobody.localhost"})
    (record,) = requests_logged()
    assert (record["event"], record["method"], record["status"]) == ("request", "GET", 404)
    assert "alice" not in repr(record)
    assert "abc" not in repr(record)


@pytest.mark.django_db
def test_the_lines_of_a_request_share_the_id_in_the_response(requests_logged, client):
    answer = client.get("/", headers={"host": "nobody.localhost"})
    (record,) = requests_logged()
    assert record["request_id"] == answer.headers["X-Request-ID"]
