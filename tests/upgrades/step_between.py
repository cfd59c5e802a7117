"""`python -m tests.upgrades.step_between [RELEASE]`: runs a release's own domain tests on today's tables.

This is a portal during an upgrade: `migrate` is done, and web and worker processes of the release before still run. The
release is checked out under var/releases with its own packages. Its tests use the databases of this checkout, which
has prepared the template that they look for.
"""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import django
from django.conf import settings

from tests import databases
from tests.upgrades.record import check_out, environment, install

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
# Releases that don't tell PostgreSQL who acts (common/writers.py), so today's tables let them write nothing. Their
# tests run as the system, to show that nothing else keeps them from writing.
SILENT = ("v0.1.0", "v0.2.0")
DOMAIN = ("tests/points", "tests/statuses", "tests/activities", "tests/partners")
_VERSION = """
import django
django.setup()
from tests import databases
print(getattr(databases, "digest", None) and databases.digest() or databases._digest())
"""
# A database's tables and triggers, as text: the release's tests begin by comparing theirs with today's.
SHAPE = """
SELECT (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)
    || ' tables, ' || (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal) || ' triggers'
"""
_CONTROL = f'''
import os, pytest
from django.db import connection

@pytest.mark.django_db
def test_the_tables_are_todays():
    with connection.cursor() as cursor:
        cursor.execute("""{SHAPE}""")
        assert cursor.fetchone()[0] == os.environ["TODAYS_SHAPE"]
'''


def run(release: str, commit: str = "", *tests: str, shape: str = "") -> subprocess.CompletedProcess[str]:
    """Run the tests; by default those of the domain that the release has.

    With ``shape``, a control fails unless they run on a database of that many tables and triggers.
    """
    folder = check_out(release, commit)
    install(folder, ".venv/.dev")
    find_template(folder)
    given = environment(DJANGO_SETTINGS_MODULE="config.settings_test", ECHELON_VAR=str(settings.VAR))
    if release in SILENT:
        given["PGOPTIONS"] = "-c app.actor=system"
    python = str(folder / ".venv/bin/python")
    version = subprocess.run(
        [python, "-c", _VERSION], cwd=folder, env=given, check=True, capture_output=True, text=True
    )
    prepare(f"test_template_{version.stdout.split()[-1]}")
    chosen = tests or tuple(path for path in DOMAIN if (folder / path).exists())
    if shape:
        given["TODAYS_SHAPE"] = shape
        (folder / "tests/test_control.py").write_text(_CONTROL, encoding="utf-8")
        chosen = ("tests/test_control.py", *chosen)
    command = [python, "-m", "pytest", "-q", "-n", "0", *chosen]
    return subprocess.run(command, cwd=folder, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def find_template(folder: Path) -> None:
    """Let the release find its template.

    0.2.0 made it anew each time: it asked `SELECT FROM`, whose row has no columns, and an empty row is false.
    """
    module = folder / "tests/databases.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("SELECT FROM pg_database", "SELECT 1 FROM pg_database"), encoding="utf-8")


def prepare(template: str) -> None:
    """Put today's tables under the name of the release's template, which its tests copy."""
    with closing(databases.connect()) as server, databases.lock("test_template"):
        today = databases.template(server, "test_template", databases.digest(), databases.migrate)
        databases.drop(server, template)
        server.execute(databases.create(template, template=today))


if __name__ == "__main__":
    django.setup()
    done = run(*sys.argv[1:])
    print(done.stdout)
    sys.exit(done.returncode)
