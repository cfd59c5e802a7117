"""`python -m tests.upgrades.step_between [RELEASE]`: runs a release's own domain tests on today's tables.

This is a portal during an upgrade: `migrate` is done, and web and worker processes of the release before still run. The
release is checked out under var/releases with its own packages. Its tests use the databases of this checkout, which
has prepared the template that they look for.
"""

import os
import subprocess
import sys
from contextlib import closing

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


def run(release: str, commit: str = "", *tests: str) -> subprocess.CompletedProcess[str]:
    """Run the tests; by default those of the domain that the release has."""
    folder = check_out(release, commit)
    install(folder, ".venv/.dev")
    given = environment(DJANGO_SETTINGS_MODULE="config.settings_test", ECHELON_VAR=str(settings.VAR))
    if release in SILENT:
        given["PGOPTIONS"] = "-c app.actor=system"
    python = str(folder / ".venv/bin/python")
    version = subprocess.run(
        [python, "-c", _VERSION], cwd=folder, env=given, check=True, capture_output=True, text=True
    )
    prepare(f"test_template_{version.stdout.split()[-1]}")
    chosen = tests or tuple(path for path in DOMAIN if (folder / path).exists())
    command = [python, "-m", "pytest", "-q", "-n", "0", *chosen]
    return subprocess.run(command, cwd=folder, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


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
