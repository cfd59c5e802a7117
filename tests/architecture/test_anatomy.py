"""Every app has the same anatomy: a room with its models, operations, pages, admin and API under the same names."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, app_modules, name, read, text_files, tree

KITS = {"common", "web", "config", "demo"}  # no rooms: they hold no feature
# Parts of a room, each a module or a package by noun. The first three are doors to the operations: edges.
EDGES = ("pages", "admin", "api")
INNER = ("models", "rules", "operations", "queries", "events", "news", "engine", "definition", "prose")
FURNITURE = {"templatetags", "management", "migrations", "commands", "presets", "fonts"}
# What belongs under another name: views and forms in pages/, tasks in jobs.py, serializers in api.py.
STRANGERS = re.compile(
    r"(^|/)(views|tasks|serializers|receivers|handlers|managers|choices|constants|exceptions|forms_\w+|\w+_views"
    r"|\w+_tasks|\w+_serializers)(\.py|/)"
)
PORTAL = 3500  # lines: it only composes what other apps hold


def part_of(path: str) -> str:
    """The part of a room that a module belongs to: "pages" for "partners/team/pages/forms.py"; "" if it is its own."""
    for piece in path.removesuffix(".py").split("/")[1:]:
        if piece in EDGES or piece in INNER:
            return piece
        if found := re.fullmatch(rf"({'|'.join(EDGES)})_(?!urls)\w+", piece):
            return found[1]
    return ""


def imports(module: ast.Module) -> set[str]:
    """Every module that is imported, and every name of it, dotted."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def through_the_wall(path: str, module: ast.Module) -> list[str]:
    """The imports of an edge by an inner part, or by another edge: doors lead in, never to each other."""
    mine = part_of(path)
    if not mine:
        return []
    found = []
    for imported in sorted(imports(module)):
        if imported.split(".")[0] not in ROOMS:
            continue
        theirs = part_of(imported.replace(".", "/"))
        if theirs in EDGES and theirs != mine:
            found.append(f"{path}: {imported}")
    return found


def stored(module: ast.Module) -> list[str]:
    """What a module of rules imports of the database or of requests."""
    allowed = "django.utils.translation"
    return [each for each in imports(module) if _foreign(each) and not each.startswith(allowed)]


def rooms() -> list[Path]:
    """Every app that holds features, and every sub-slice of it: a package with models, operations, pages or an API."""
    tops = [ROOT / app for app in ROOMS]
    slices = [folder for top in tops for folder in sorted(top.iterdir()) if _is_slice(folder)]
    return tops + slices


ROOMS = sorted({name(path).split("/")[0] for path in app_modules()} - KITS)


def test_no_module_has_a_stranger_s_name():
    kept = [name(path) for path in app_modules() if name(path).split("/")[0] in ROOMS]
    assert "\n".join(path for path in kept if STRANGERS.search(path)) == ""


@pytest.mark.parametrize(
    "path",
    ["points/views.py", "statuses/tasks.py", "partners/forms_team.py", "portal/views/home.py", "x/serializers.py"],
)
def test_a_stranger_is_seen(path):
    assert STRANGERS.search(path)


def test_pages_admin_and_api_lead_in_and_not_to_each_other():
    kept = [path for path in app_modules() if name(path).split("/")[0] in ROOMS]
    assert len(kept) > 200
    assert "\n".join(error for path in kept for error in through_the_wall(name(path), tree(path))) == ""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("points/operations.py", "from points.admin import EntryAdmin"),
        ("points/api.py", "from points.pages.statement import points"),
        ("partners/team/admin_people.py", "from partners.team.pages import forms"),
        ("points/pages/statement.py", "import partners.api_partner"),
        ("statuses/engine/replay.py", "from statuses.standing.api import Standing"),
    ],
)
def test_a_door_to_a_door_is_seen(path, line):
    assert through_the_wall(path, ast.parse(line))


def test_rules_know_no_database():
    rules = [path for path in app_modules() if part_of(name(path)) == "rules"]
    assert len(rules) > 4
    assert "\n".join(f"{name(path)}: {error}" for path in rules for error in stored(tree(path))) == ""


@pytest.mark.parametrize(
    "line", ["from django.db import models", "from points.models import Entry", "from django.utils import timezone"]
)
def test_rules_that_read_are_seen(line):
    assert stored(ast.parse(line))


def test_rooms_register_under_the_same_names():
    """What is registered with a kit stands in the module that the kit finds, and nowhere else."""
    homes = {
        "add_tab": "tabs",
        "add_tab_group": "tabs",
        "add_card": "cards",
        "add_action": "actions",
        "add_partner_finder": "finders",
        "add_step": "checklist",
        "add_queue": "queues",
        "add_holding": "holdings",
        "add_group": "menu",
        "add_entry": "menu",
    }
    homes |= {"scheduled": "jobs", "task": "jobs"}
    strays = [error for path in app_modules() for error in misplaced(name(path), tree(path), homes)]
    assert "\n".join(error for error in strays if not error.startswith("web/")) == ""


def test_a_stray_registration_is_seen():
    assert misplaced("points/admin.py", ast.parse("add_tab('points:x', 'X')"), {"add_tab": "tabs"})


def test_templates_stand_with_their_app():
    """A page's template stands under the name of the app that shows it, or of one below it."""
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    shared = {"components", "errors", "letters"}
    of_others = {"account", "admin", "allauth", "mfa", "usersessions", "unfold"}
    assert folders - shared - of_others <= {*ROOMS, "web"}


def test_tests_mirror_the_rooms():
    """A folder tests/<app>/<x> is about <app>/<x>, and every sub-slice has one."""
    stray = [name(folder) for folder in _test_folders() if not _mirrored(folder)]
    assert "\n".join(stray) == ""
    untested = [name(room) for room in rooms() if not (ROOT / "tests" / name(room)).is_dir()]
    assert "\n".join(untested) == ""


def test_a_folder_without_a_room_is_seen():
    assert not _mirrored(ROOT / "tests" / "points" / "auctions")


def test_the_portal_only_composes():
    assert sum(read(path).count("\n") for path in app_modules() if name(path).startswith("portal/")) < PORTAL


def misplaced(path: str, module: ast.Module, homes: dict[str, str]) -> list[str]:
    """Calls that register something outside the module where the kit looks for it."""
    calls = [
        node.func.id for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    known = [call for call in calls if call in homes]
    return [f"{path}: {call}" for call in known if path.rsplit("/", 1)[-1] != f"{homes[call]}.py"]


def _foreign(imported: str) -> bool:
    pieces = imported.split(".")
    return pieces[0] in {"django", "psycopg", "celery", "redis", "rest_framework"} or "models" in pieces


def _is_slice(folder: Path) -> bool:
    if not (folder / "__init__.py").is_file() or folder.name in {*EDGES, *INNER, *FURNITURE}:
        return False
    return any(
        (folder / part).exists() for part in ("models.py", "models", "operations.py", "operations", "pages", "api.py")
    )


def _test_folders() -> list[Path]:
    found = {path.parent for path in text_files() if name(path).startswith("tests/")}
    return sorted(
        each for each in found if each.relative_to(ROOT).parts[1:2] and each.relative_to(ROOT).parts[1] in ROOMS
    )


def _mirrored(folder: Path) -> bool:
    room = ROOT / folder.relative_to(ROOT / "tests")
    return room.is_dir() or room.with_suffix(".py").is_file()
